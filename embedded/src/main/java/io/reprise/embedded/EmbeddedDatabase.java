package io.reprise.embedded;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Runs a PostgreSQL server on a directory, in child processes of this JVM. The server listens on
 * loopback only and needs no password.
 *
 * <p>Confined to one thread. The caller closes this object, which stops the server.
 */
public final class EmbeddedDatabase implements AutoCloseable {
  /** The database user that clients connect as. */
  public static final String USER = "postgres";

  private static final Duration START_LIMIT = Duration.ofSeconds(60);

  private final EmbeddedPostgres server;
  private final int port;

  private EmbeddedDatabase(EmbeddedPostgres server, int port) {
    this.server = server;
    this.port = port;
  }

  /**
   * Starts the server and returns when the server answers. A directory that was used before keeps
   * its data.
   *
   * @throws UncheckedIOException if the server does not start within 60 s
   */
  public static EmbeddedDatabase start(Path directory, int port) {
    try {
      Files.createDirectories(directory);
      var server =
          EmbeddedPostgres.builder()
              .setPort(port)
              .setDataDirectory(directory.resolve("data"))
              .setOverrideWorkingDirectory(directory.resolve("program").toFile())
              .setCleanDataDirectory(false)
              .setServerConfig("listen_addresses", "127.0.0.1")
              .setPGStartupWait(START_LIMIT)
              .start();
      return new EmbeddedDatabase(server, port);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start PostgreSQL in " + directory, e);
    }
  }

  /** Starts a server for tests on a free port and in a temporary directory. */
  public static EmbeddedDatabase startTemporary() {
    try {
      return start(Files.createTempDirectory("reprise-postgres-"), FreePorts.next());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot create a temporary directory for PostgreSQL", e);
    }
  }

  /** Returns the JDBC URL of the server's only database. */
  public String jdbcUrl() {
    return "jdbc:postgresql://127.0.0.1:" + port + "/postgres";
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot stop PostgreSQL", e);
    }
  }
}
