package io.reprise.store.object.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reprise.embedded.TlsFront;
import io.reprise.runtime.tls.TestAuthority;
import io.reprise.store.object.store.ObjectStoreException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.assertj.core.api.AbstractThrowableAssert;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An S3 server that encrypts, with a certificate of an authority that the JDK does not trust. */
class S3TlsIT {
  private static final byte[] CONTENT = "content".getBytes(StandardCharsets.UTF_8);
  private static final TestAuthority AUTHORITY = new TestAuthority("CN=authority of the site");

  @TempDir private Path directory;

  @Test
  void writesAndReadsWhereTheAuthorityIsTrusted() {
    try (var server = front(AUTHORITY.issue("CN=s3", "127.0.0.1"));
        var store = S3ObjectStore.open(config(server.uri(), ca()))) {
      store.createIfAbsent("tls/0", CONTENT);

      assertThat(store.find("tls/0")).hasValue(CONTENT);
    }
  }

  @Test
  void saysWhichKeyNamesTheAuthorityThatIsNotTrusted() {
    try (var server = front(AUTHORITY.issue("CN=s3", "127.0.0.1"))) {
      assertThatRefusal(server.uri(), null)
          .hasMessageContaining("reading 'tls/0' failed: " + server.uri())
          .hasMessageContaining("no trusted authority has signed")
          .hasMessageContaining("as ca of the store");
    }
  }

  @Test
  void trustsOnlyTheAuthoritiesOfTheFile() {
    var other = new TestAuthority("CN=another authority");
    try (var server = front(other.issue("CN=s3", "127.0.0.1"))) {
      assertThatRefusal(server.uri(), ca()).hasMessageContaining("no trusted authority has signed");
    }
  }

  @Test
  void refusesTheCertificateOfAnotherHost() {
    try (var server = front(AUTHORITY.issue("CN=s3", "s3.example.com"))) {
      assertThatRefusal(server.uri(), ca()).hasMessageContaining("certificate for another host");
    }
  }

  @Test
  void refusesAnExpiredCertificate() {
    var expired =
        AUTHORITY.issue("CN=s3", "EC", Duration.ofDays(-2), Duration.ofDays(-1), "127.0.0.1");
    try (var server = front(expired)) {
      assertThatRefusal(server.uri(), ca()).hasMessageContaining("has expired");
    }
  }

  @Test
  void saysThatTheServerDoesNotEncrypt() {
    assertThatRefusal(URI.create("https://127.0.0.1:" + SharedS3Bucket.uri().getPort()), ca())
        .hasMessageContaining("speaks no TLS")
        .hasMessageContaining("http");
  }

  @Test
  void refusesAFileWithoutCertificatesWhenItIsOpened() throws Exception {
    var empty = Files.writeString(directory.resolve("empty.pem"), "");
    var endpoint = URI.create("https://127.0.0.1:1");

    assertThatThrownBy(() -> S3ObjectStore.open(config(endpoint, empty)))
        .isInstanceOf(ObjectStoreException.class)
        .hasMessageContaining("empty.pem, ca of the store, has no certificate: give a PEM file");
    assertThatThrownBy(() -> S3ObjectStore.open(config(endpoint, directory.resolve("none.pem"))))
        .isInstanceOf(ObjectStoreException.class)
        .hasMessageContaining("none.pem, ca of the store, does not exist");
  }

  private static AbstractThrowableAssert<?, ? extends Throwable> assertThatRefusal(
      URI endpoint, @Nullable Path ca) {
    try (var store = S3ObjectStore.open(config(endpoint, ca))) {
      return assertThatThrownBy(() -> store.find("tls/0")).isInstanceOf(ObjectStoreException.class);
    }
  }

  private static TlsFront front(TestAuthority.Issued issued) {
    return TlsFront.start(issued.certificate(), issued.key(), SharedS3Bucket.uri().getPort());
  }

  private Path ca() {
    return AUTHORITY.writeTo(directory.resolve("ca.pem"));
  }

  private static S3Config config(URI endpoint, @Nullable Path ca) {
    return new S3Config(endpoint, null, SharedS3Bucket.NAME, "tls", null, null, null, ca);
  }
}
