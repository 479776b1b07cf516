package io.reprise.embedded;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * A PostgreSQL server over a directory, bound to loopback, its processes children of this one. It
 * asks no one for a password: it is for one machine.
 *
 * <p>Threading: confined to one caller, who closes it.
 */
public final class EmbeddedDatabase implements AutoCloseable {
  public static final String USER = "postgres";
  private static final Duration START_LIMIT = Duration.ofSeconds(60);

  private final EmbeddedPostgres server;
  private final int port;

  private EmbeddedDatabase(EmbeddedPostgres server, int port) {
    this.server = server;
    this.port = port;
  }

  /** Starts it, on what the directory holds if it was used before, and returns once it answers. */
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

  /** On a free port in a throwaway directory, for tests. */
  public static EmbeddedDatabase startTemporary() {
    try {
      return start(Files.createTempDirectory("reprise-postgres-"), FreePorts.next());
    } catch (IOException e) {
      throw new UncheckedIOException("no temporary directory for PostgreSQL", e);
    }
  }

  /** Of its one database. */
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
