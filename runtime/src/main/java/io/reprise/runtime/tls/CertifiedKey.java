package io.reprise.runtime.tls;

import io.reprise.runtime.config.ConfigException;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;

/**
 * A private key with the certificates that say whose it is. Immutable.
 *
 * @param chain the certificate of the key, followed by those of intermediate authorities
 */
public record CertifiedKey(List<X509Certificate> chain, PrivateKey key) {
  /** A key store in memory needs a password, which protects nothing. */
  private static final char[] PASSWORD = "in-memory".toCharArray();

  public CertifiedKey {
    chain = List.copyOf(chain);
  }

  /**
   * Reads a certificate chain and its key.
   *
   * @throws ConfigException if a file cannot be read or is not valid, or if the key is not that of
   *     the first certificate. The message does not show the content of a file
   */
  public static CertifiedKey read(Path certificate, Path key) {
    var read =
        new CertifiedKey(PemFile.read(certificate).certificates(), PemFile.read(key).privateKey());
    if (!read.isOneKey()) {
      throw new ConfigException(
          "%s does not have the private key of the first certificate in %s: give the two files that were made together"
              .formatted(key, certificate));
    }
    return read;
  }

  /** Returns the certificate of the key. */
  public X509Certificate certificate() {
    return chain.get(0);
  }

  /** Returns when the first certificate of the chain ends. */
  public Instant endsAt() {
    return chain.stream()
        .map(each -> each.getNotAfter().toInstant())
        .min(Instant::compareTo)
        .orElseThrow();
  }

  /** Returns whether the private and the public key belong together: one verifies the other. */
  private boolean isOneKey() {
    var probe = new byte[32];
    try {
      var algorithm = signature(certificate().getPublicKey());
      var signer = Signature.getInstance(algorithm);
      signer.initSign(key);
      signer.update(probe);
      var verifier = Signature.getInstance(algorithm);
      verifier.initVerify(certificate());
      verifier.update(probe);
      return verifier.verify(signer.sign());
    } catch (GeneralSecurityException e) {
      // The keys are of different algorithms.
      return false;
    }
  }

  private static String signature(PublicKey key) {
    return switch (key.getAlgorithm()) {
      case "RSA" -> "SHA256withRSA";
      case "EC" -> "SHA256withECDSA";
      default -> "EdDSA";
    };
  }

  /** Returns a key store in memory that has this key alone; its password is {@link #password}. */
  public KeyStore keyStore() {
    try {
      var store = KeyStore.getInstance("PKCS12");
      store.load(null, PASSWORD);
      store.setKeyEntry("service", key, PASSWORD, chain.toArray(new X509Certificate[0]));
      return store;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("the key cannot be kept in memory", e);
    }
  }

  /** Returns the password of {@link #keyStore}. */
  public static String password() {
    return new String(PASSWORD);
  }

  /** Returns the subject of the certificate, and nothing of the key. */
  @Override
  public String toString() {
    return "CertifiedKey[" + CertificateFacts.subject(certificate()) + "]";
  }
}
