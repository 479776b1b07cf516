package io.reprise.embedded;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

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
  private static final Duration STOP_LIMIT = Duration.ofSeconds(10);

  private final EmbeddedPostgres server;
  private final int port;
  private final Optional<ProcessHandle> process;
  private volatile boolean closed;

  private EmbeddedDatabase(EmbeddedPostgres server, int port, Optional<ProcessHandle> process) {
    this.server = server;
    this.port = port;
    this.process = process;
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
      var data = directory.resolve("data");
      stopLeftOver(data);
      var server =
          EmbeddedPostgres.builder()
              .setPort(port)
              .setDataDirectory(data)
              .setOverrideWorkingDirectory(program(directory).toFile())
              .setCleanDataDirectory(false)
              .setServerConfig("listen_addresses", "127.0.0.1")
              .setPGStartupWait(START_LIMIT)
              .start();
      return new EmbeddedDatabase(server, port, serverOf(data));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start PostgreSQL in " + directory, e);
    }
  }

  /**
   * Returns the directory into which the server's program is unpacked. The servers of a build share
   * it, because to unpack the program takes seconds. Processes that unpack at the same time wait
   * for each other. If the build's directory cannot be written, each server has its own program.
   */
  private static Path program(Path directory) {
    var shared = ForeignServer.buildDirectory().map(build -> build.resolve("postgres"));
    return shared
        .filter(EmbeddedDatabase::isWritable)
        .orElseGet(() -> directory.resolve("program"));
  }

  private static boolean isWritable(Path program) {
    try {
      return Files.isWritable(Files.createDirectories(program));
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * Stops a server that still runs on the directory, because the process that had started it was
   * killed. Otherwise no new server could start on the directory.
   */
  private static void stopLeftOver(Path data) throws IOException {
    var leftOver = serverOf(data);
    if (leftOver.isEmpty()) {
      return;
    }
    var server = leftOver.get();
    // SIGINT ends the server at once. After SIGTERM it would wait for its clients.
    new ProcessBuilder("kill", "-INT", Long.toString(server.pid())).start();
    try {
      server.onExit().get(STOP_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException e) {
      server.destroyForcibly();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Returns the process of the server that runs on the directory, if one does. */
  private static Optional<ProcessHandle> serverOf(Path data) throws IOException {
    var file = data.resolve("postmaster.pid");
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    var pid = Files.readAllLines(file).stream().findFirst().orElse("");
    return pid.matches("[0-9]{1,10}")
        ? ProcessHandle.of(Long.parseLong(pid)).filter(EmbeddedDatabase::isPostgres)
        : Optional.empty();
  }

  private static boolean isPostgres(ProcessHandle process) {
    return process.info().command().filter(command -> command.endsWith("/postgres")).isPresent();
  }

  /** Calls {@code action} when the server has ended although {@link #close()} was not called. */
  public void whenEnded(Runnable action) {
    process.ifPresent(
        server ->
            server
                .onExit()
                .thenRun(
                    () -> {
                      if (!closed) {
                        action.run();
                      }
                    }));
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
    closed = true;
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot stop PostgreSQL", e);
    }
  }
}
