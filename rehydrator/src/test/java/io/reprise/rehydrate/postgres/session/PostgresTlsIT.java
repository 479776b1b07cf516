package io.reprise.rehydrate.postgres.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reprise.rehydrate.target.TargetUnavailableException;
import io.reprise.runtime.tls.TestAuthority;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A PostgreSQL server that encrypts, with a certificate of an authority of its own. */
class PostgresTlsIT {
  private static final TestAuthority AUTHORITY = new TestAuthority("CN=authority of the site");

  @TempDir private static Path directory;
  private static EmbeddedPostgres server;

  @BeforeAll
  static void start() throws IOException {
    AUTHORITY.issue("CN=database", "127.0.0.1").writeTo(directory);
    Files.setPosixFilePermissions(
        directory.resolve("key.pem"), PosixFilePermissions.fromString("rw-------"));
    AUTHORITY.writeTo(directory.resolve("ca.pem"));
    server =
        EmbeddedPostgres.builder()
            .setServerConfig("ssl", "on")
            .setServerConfig("ssl_cert_file", directory.resolve("cert.pem").toString())
            .setServerConfig("ssl_key_file", directory.resolve("key.pem").toString())
            .start();
  }

  @AfterAll
  static void stop() throws IOException {
    server.close();
  }

  @Test
  void encryptsWhereTheAuthorityIsTrusted() {
    try (var sessions = sessions("127.0.0.1", "ca.pem")) {
      boolean encrypted = sessions.once(TransactionKind.READ, PostgresTlsIT::isEncrypted);

      assertThat(encrypted).isTrue();
    }
  }

  private static boolean isEncrypted(Connection session) throws SQLException {
    try (var query =
            session.prepareStatement("select ssl from pg_stat_ssl where pid = pg_backend_pid()");
        var row = query.executeQuery()) {
      row.next();
      return row.getBoolean(1);
    }
  }

  @Test
  void saysWhichParameterNamesTheAuthorityThatIsNotTrusted() {
    new TestAuthority("CN=another authority").writeTo(directory.resolve("other.pem"));
    try (var sessions = sessions("127.0.0.1", "other.pem")) {
      assertThatThrownBy(sessions::open)
          .isInstanceOf(TargetUnavailableException.class)
          .hasMessageContaining("PostgreSQL at 127.0.0.1:")
          .hasMessageContaining("no trusted authority has signed")
          .hasMessageContaining("as sslrootcert in the URL");
    }
  }

  @Test
  void refusesTheCertificateOfAnotherHost() {
    try (var sessions = sessions("localhost", "ca.pem")) {
      assertThatThrownBy(sessions::open)
          .isInstanceOf(TargetUnavailableException.class)
          .hasMessageContaining("has a certificate for another host")
          .hasMessageContaining("write the URL with a name of the certificate");
    }
  }

  @Test
  void saysThatTheServerDoesNotEncrypt() throws IOException {
    try (var plain = EmbeddedPostgres.builder().start();
        var sessions =
            new Sessions(config("127.0.0.1", plain.getPort(), "ca.pem"), CommitObserver.NONE)) {
      assertThatThrownBy(sessions::open)
          .isInstanceOf(TargetUnavailableException.class)
          .hasMessageContaining("does not encrypt")
          .hasMessageContaining("leave sslmode out of the URL");
    }
  }

  private static Sessions sessions(String host, String ca) {
    return new Sessions(config(host, server.getPort(), ca), CommitObserver.NONE);
  }

  private static PostgresConfig config(String host, int port, String ca) {
    var url =
        "jdbc:postgresql://%s:%d/postgres?sslmode=verify-full&sslrootcert=%s"
            .formatted(host, port, directory.resolve(ca));
    return new PostgresConfig(url, "postgres", "", "model");
  }
}
