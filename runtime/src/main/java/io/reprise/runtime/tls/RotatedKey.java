package io.reprise.runtime.tls;

import io.reprise.runtime.config.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The certificate and the key of a service, read again when a file has changed. If the changed
 * files cannot be read or are not valid, the former ones stay in force and a warning is logged.
 *
 * <p>Thread-safe.
 */
public final class RotatedKey {
  private static final Logger LOG = LoggerFactory.getLogger(RotatedKey.class);

  private final Path certificate;
  private final Path key;
  private final Clock clock;
  private byte[] digest;
  private String fault = "";
  private String warned = "";
  private volatile CertifiedKey current;

  /**
   * Reads the files.
   *
   * @throws ConfigException if a file cannot be read or is not valid
   */
  public RotatedKey(Path certificate, Path key, Clock clock) {
    this.certificate = certificate;
    this.key = key;
    this.clock = clock;
    this.digest = digest();
    this.current = CertifiedKey.read(certificate, key);
    if (isOver(current)) {
      LOG.warn(
          "certificate has expired, clients refuse it file={} endedAt={}",
          certificate,
          current.endsAt());
    }
  }

  /** Returns the certificate and key that are in force. */
  public CertifiedKey current() {
    return current;
  }

  /** Reads the files again, and returns the certificate and key that are then in force. */
  CertifiedKey newest() {
    return poll().orElse(current);
  }

  /**
   * Reads the files again. Returns the new certificate and key; empty if they have not changed or
   * are not valid.
   *
   * <p>Whoever replaces a certificate replaces two files, one after the other. So a fault is logged
   * only when it is found a second time.
   */
  public synchronized Optional<CertifiedKey> poll() {
    try {
      var now = digest();
      if (MessageDigest.isEqual(now, digest)) {
        settle();
        return Optional.empty();
      }
      var read = CertifiedKey.read(certificate, key);
      if (isOver(read)) {
        throw new ConfigException(
            "the certificate in %s expired on %s".formatted(certificate, read.endsAt()));
      }
      digest = now;
      current = read;
      settle();
      LOG.info("certificate was read again file={} endsAt={}", certificate, read.endsAt());
      return Optional.of(read);
    } catch (ConfigException e) {
      note(String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }

  private void settle() {
    fault = "";
    warned = "";
  }

  private void note(String now) {
    if (now.equals(fault) && !now.equals(warned)) {
      LOG.warn(
          "certificate has changed and is not valid, the former one stays in force cause={}", now);
      warned = now;
    }
    fault = now;
  }

  private boolean isOver(CertifiedKey read) {
    return read.endsAt().isBefore(clock.instant());
  }

  private byte[] digest() {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      digest.update(digest.digest(Files.readAllBytes(certificate)));
      return digest.digest(Files.readAllBytes(key));
    } catch (IOException e) {
      throw new ConfigException("cannot be read: " + e.getMessage(), e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
