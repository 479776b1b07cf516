package io.reprise.runtime.tls;

import io.reprise.runtime.config.ConfigException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Reads certificates and private keys from the text of a PEM file. Text outside of the blocks is
 * ignored. No error message shows the content of a file. Immutable.
 */
final class PemFile {
  private static final Pattern BLOCK =
      Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----(.*?)-----END \\1-----", Pattern.DOTALL);
  private static final String KEY = "PRIVATE KEY";
  private static final List<String> ALGORITHMS = List.of("RSA", "EC", "EdDSA");

  private final Path path;
  private final List<Block> blocks = new ArrayList<>();

  private record Block(String label, String base64) {}

  private PemFile(Path path, String text) {
    this.path = path;
    var matcher = BLOCK.matcher(text);
    while (matcher.find()) {
      blocks.add(new Block(matcher.group(1), matcher.group(2)));
    }
  }

  /**
   * Reads a file.
   *
   * @throws ConfigException if the file cannot be read
   */
  static PemFile read(Path path) {
    try {
      return new PemFile(path, Files.readString(path, StandardCharsets.ISO_8859_1));
    } catch (NoSuchFileException e) {
      throw new ConfigException(path + ": no such file", e);
    } catch (IOException e) {
      throw new ConfigException(path + " cannot be read: " + e, e);
    }
  }

  /**
   * Returns the certificates in the order of the file: one or more.
   *
   * @throws ConfigException if the file has no certificate, or a damaged one
   */
  List<X509Certificate> certificates() {
    var certificates = new ArrayList<X509Certificate>();
    for (var block : blocks) {
      if (block.label().equals("CERTIFICATE")) {
        certificates.add(certificate(decoded(block)));
      }
    }
    if (certificates.isEmpty()) {
      throw new ConfigException(
          path + " has no certificate: give a PEM file with -----BEGIN CERTIFICATE-----");
    }
    return certificates;
  }

  private X509Certificate certificate(byte[] encoded) {
    try {
      return (X509Certificate)
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(encoded));
    } catch (CertificateException e) {
      throw damaged("certificate", e);
    }
  }

  /**
   * Returns the first private key of the file.
   *
   * @throws ConfigException if the file has no private key, or one in a format that is not read
   */
  PrivateKey privateKey() {
    for (var block : blocks) {
      if (block.label().equals(KEY)) {
        return privateKey(decoded(block));
      }
      if (block.label().endsWith(KEY)) {
        throw new ConfigException(
            "%s has an %s, which is not read: convert it with `openssl pkcs8 -topk8 -nocrypt`"
                .formatted(path, block.label()));
      }
    }
    throw new ConfigException(
        path + " has no private key: give a PEM file with -----BEGIN PRIVATE KEY-----");
  }

  private PrivateKey privateKey(byte[] encoded) {
    for (var algorithm : ALGORITHMS) {
      try {
        return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(encoded));
      } catch (InvalidKeySpecException e) {
        // The key is of another algorithm, or damaged. The message is dropped: it could show a part
        // of the key.
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException("every JDK has " + algorithm, e);
      }
    }
    throw new ConfigException(
        "%s has a damaged private key, or one that is not of %s"
            .formatted(path, String.join(", ", ALGORITHMS)));
  }

  private byte[] decoded(Block block) {
    try {
      return Base64.getMimeDecoder().decode(block.base64());
    } catch (IllegalArgumentException e) {
      throw damaged(block.label(), e);
    }
  }

  private ConfigException damaged(String what, Exception cause) {
    return new ConfigException("%s has a damaged %s".formatted(path, what), cause);
  }
}
