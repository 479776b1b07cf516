package io.reprise.runtime.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reprise.runtime.config.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CertifiedKeyTest {
  private static final TestAuthority AUTHORITY = new TestAuthority("CN=authority");
  private static final Duration DAY = Duration.ofDays(1);

  @TempDir Path directory;

  private Path file(String name, String text) throws IOException {
    return Files.writeString(directory.resolve(name), text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"RSA", "EC", "Ed25519"})
  void readsAChainAndItsKey(String algorithm) throws Exception {
    var issued = AUTHORITY.issue("CN=service", algorithm, DAY.negated(), DAY, "a.example");
    var certificate = file("cert.pem", "a comment\n" + issued.certificatePem() + AUTHORITY.pem());

    var read = CertifiedKey.read(certificate, file("key.pem", issued.keyPem()));

    assertThat(read.chain()).hasSize(2).first().isEqualTo(issued.certificate());
    assertThat(read.key()).isEqualTo(issued.key());
    assertThat(read.endsAt()).isEqualTo(issued.certificate().getNotAfter().toInstant());
    assertThat(read.keyStore().getCertificateChain("service")).hasSize(2);
    assertThat(read).hasToString("CertifiedKey[CN=service]");
  }

  @ParameterizedTest
  @ValueSource(strings = {"RSA", "EC"})
  void theKeyOfAnotherCertificateIsRefused(String algorithm) throws IOException {
    var one = AUTHORITY.issue("CN=one", "a.example");
    var other = AUTHORITY.issue("CN=other", algorithm, DAY.negated(), DAY, "a.example");
    var certificate = file("cert.pem", one.certificatePem());
    var key = file("key.pem", other.keyPem());

    assertThatThrownBy(() -> CertifiedKey.read(certificate, key))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("does not have the private key of the first certificate");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "nothing | has no private key",
        "-----BEGIN RSA PRIVATE KEY-----c2VjcmV0-----END RSA PRIVATE KEY----- | has an RSA PRIVATE"
            + " KEY, which is not read: convert it with `openssl pkcs8 -topk8 -nocrypt`",
        "-----BEGIN ENCRYPTED PRIVATE KEY-----c2VjcmV0-----END ENCRYPTED PRIVATE KEY----- | has an"
            + " ENCRYPTED PRIVATE KEY",
        "-----BEGIN PRIVATE KEY-----c2VjcmV0-----END PRIVATE KEY----- | damaged private key",
      })
  void aKeyThatCannotBeReadIsNamedAndNotShown(String text, String message) throws IOException {
    var certificate = file("cert.pem", AUTHORITY.issue("CN=a", "a.example").certificatePem());
    var key = file("key.pem", text);

    assertThatThrownBy(() -> CertifiedKey.read(certificate, key))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith(key.toString())
        .hasMessageContaining(message)
        .hasMessageNotContaining("c2VjcmV0");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "nothing | has no certificate",
        "-----BEGIN CERTIFICATE-----AAAA-----END CERTIFICATE----- | has a damaged certificate",
        "-----BEGIN CERTIFICATE-----A-----END CERTIFICATE----- | has a damaged CERTIFICATE",
      })
  void aCertificateThatCannotBeReadIsRefused(String text, String message) throws IOException {
    var certificate = file("cert.pem", text);

    assertThatThrownBy(() -> CertifiedKey.read(certificate, certificate))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(message);
  }

  @Test
  void aMissingFileIsNamed() {
    var missing = directory.resolve("missing.pem");

    assertThatThrownBy(() -> CertifiedKey.read(missing, missing))
        .isInstanceOf(ConfigException.class)
        .hasMessage(missing + ": no such file");
  }

  @Test
  void certificateAndKeyAreGivenTogether() {
    assertThatThrownBy(() -> new TlsConfig(Path.of("cert"), null, null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("key is missing");
    assertThatThrownBy(() -> new TlsConfig(null, Path.of("key"), null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("certificate is missing");
    assertThatThrownBy(() -> new TlsConfig(null, null, Path.of("ca")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("ca is given without certificate");
    assertThatThrownBy(() -> new TlsConfig(null, null, null, Path.of("ca")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("clientCa is given without certificate");
  }
}
