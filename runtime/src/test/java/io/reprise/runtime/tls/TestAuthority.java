package io.reprise.runtime.tls;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.List;
import javax.security.auth.x500.X500Principal;

/** An authority that issues certificates in memory, without a process of keytool for each. */
public final class TestAuthority {
  private static final byte[] ECDSA_WITH_SHA256 =
      der(0x30, der(0x06, bytes(0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02)));
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMddHHmmss'Z'").withZone(ZoneOffset.UTC);
  private static final Duration DAY = Duration.ofDays(1);

  private final String name;
  private final KeyPair keys = keys("EC");
  private final X509Certificate certificate;

  /** A certificate with its key. */
  public record Issued(X509Certificate certificate, PrivateKey key) {
    public String certificatePem() {
      return pem(certificate);
    }

    public String keyPem() {
      return TestAuthority.pem("PRIVATE KEY", key.getEncoded());
    }

    /** Writes {@code cert.pem} and {@code key.pem} into a directory, in place of former ones. */
    public void writeTo(Path directory) {
      write(directory.resolve("cert.pem"), certificatePem());
      write(directory.resolve("key.pem"), keyPem());
    }
  }

  /**
   * Creates an authority.
   *
   * @param name its name, such as {@code CN=authority}
   */
  public TestAuthority(String name) {
    this.name = name;
    var now = Instant.now();
    this.certificate =
        sign(name, keys.getPublic(), now.minus(DAY), now.plus(Duration.ofDays(90)), authority());
  }

  private TestAuthority(String name, TestAuthority above) {
    this.name = name;
    var now = Instant.now();
    this.certificate =
        above.sign(
            name, keys.getPublic(), now.minus(DAY), now.plus(Duration.ofDays(90)), authority());
  }

  /** Returns an authority whose certificate this authority has issued. */
  public TestAuthority intermediate(String subject) {
    return new TestAuthority(subject, this);
  }

  /** Issues a certificate of the next 60 days for hosts, each a DNS name or an IP address. */
  public Issued issue(String subject, String... hosts) {
    return issue(subject, "EC", DAY.negated(), Duration.ofDays(60), hosts);
  }

  /**
   * Issues a certificate.
   *
   * @param algorithm the algorithm of its key, such as RSA
   * @param from how long from now it begins
   * @param to how long from now it ends
   */
  public Issued issue(
      String subject, String algorithm, Duration from, Duration to, String... hosts) {
    var pair = keys(algorithm);
    var now = Instant.now();
    return new Issued(
        sign(subject, pair.getPublic(), now.plus(from), now.plus(to), alternativeNames(hosts)),
        pair.getPrivate());
  }

  /**
   * Issues a certificate that names the address of a list of revoked certificates (CRL), and no
   * host.
   */
  public Issued issueListedAt(URI crl, String subject) {
    var pair = keys("EC");
    var now = Instant.now();
    var name = der(0x86, crl.toString().getBytes(StandardCharsets.US_ASCII));
    var listedAt = extension(0x1f, der(0x30, der(0x30, der(0xa0, der(0xa0, name)))));
    return new Issued(
        sign(subject, pair.getPublic(), now.minus(DAY), now.plus(DAY), listedAt),
        pair.getPrivate());
  }

  /** Returns the list of revoked certificates, in DER, with one of them. */
  public byte[] listOfRevoked(Issued revoked) {
    var now = Instant.now();
    var serial = der(0x02, revoked.certificate().getSerialNumber().toByteArray());
    return signed(
        der(0x02, bytes(1)),
        ECDSA_WITH_SHA256,
        new X500Principal(name).getEncoded(),
        time(now.minus(DAY)),
        time(now.plus(DAY)),
        der(0x30, der(0x30, serial, time(now.minus(DAY)))));
  }

  /** Returns the certificate of the authority as PEM. */
  public String pem() {
    return pem(certificate);
  }

  /** Writes the certificate of the authority to a file, and returns the file. */
  public Path writeTo(Path file) {
    return write(file, pem());
  }

  private static Path write(Path file, String text) {
    try {
      return Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private X509Certificate sign(
      String subject, PublicKey key, Instant from, Instant to, byte[] extension) {
    var whole =
        signed(
            der(0xa0, der(0x02, bytes(2))),
            der(0x02, new BigInteger(64, new SecureRandom()).toByteArray()),
            ECDSA_WITH_SHA256,
            new X500Principal(name).getEncoded(),
            der(0x30, time(from), time(to)),
            new X500Principal(subject).getEncoded(),
            key.getEncoded(),
            der(0xa3, der(0x30, extension)));
    try {
      return (X509Certificate)
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(whole));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Returns the parts with the signature of this authority. */
  private byte[] signed(byte[]... parts) {
    try {
      var content = der(0x30, parts);
      var signer = Signature.getInstance("SHA256withECDSA");
      signer.initSign(keys.getPrivate());
      signer.update(content);
      return der(0x30, content, ECDSA_WITH_SHA256, der(0x03, bytes(0), signer.sign()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static KeyPair keys(String algorithm) {
    try {
      return KeyPairGenerator.getInstance(algorithm).generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] time(Instant instant) {
    return der(0x18, TIME.format(instant).getBytes(StandardCharsets.US_ASCII));
  }

  /** Returns the extension that allows to sign other certificates. */
  private static byte[] authority() {
    return extension(0x13, der(0x30, der(0x01, bytes(0xff))));
  }

  private static byte[] alternativeNames(String... hosts) {
    var names = new byte[hosts.length][];
    for (int i = 0; i < hosts.length; i++) {
      names[i] =
          hosts[i].matches("[0-9.]+|.*:.*")
              ? der(0x87, address(hosts[i]))
              : der(0x82, hosts[i].getBytes(StandardCharsets.US_ASCII));
    }
    return hosts.length == 0 ? authorityOfNobody() : extension(0x11, der(0x30, names));
  }

  private static byte[] authorityOfNobody() {
    return extension(0x13, der(0x30));
  }

  private static byte[] address(String text) {
    try {
      return InetAddress.getByName(text).getAddress();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] extension(int id, byte[] value) {
    return der(0x30, der(0x06, bytes(0x55, 0x1d, id)), der(0x04, value));
  }

  private static byte[] bytes(int... values) {
    var bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }

  /** Returns a tag, the length of the parts, and the parts. */
  private static byte[] der(int tag, byte[]... parts) {
    int length = List.of(parts).stream().mapToInt(part -> part.length).sum();
    var out = new ByteArrayOutputStream();
    out.write(tag);
    if (length < 0x80) {
      out.write(length);
    } else {
      var size = BigInteger.valueOf(length).toByteArray();
      int from = size[0] == 0 ? 1 : 0;
      out.write(0x80 | (size.length - from));
      out.write(size, from, size.length - from);
    }
    for (var part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }

  private static String pem(X509Certificate certificate) {
    try {
      return pem("CERTIFICATE", certificate.getEncoded());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String pem(String label, byte[] content) {
    var text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(label, text, label);
  }
}
