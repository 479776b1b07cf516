package io.reprise.replay.target.jdbc;

import io.reprise.embedded.FreePorts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/**
 * Runs this machine's MariaDB server as a child process, with its data in a temporary directory. It
 * listens on loopback only. The caller closes this object, which stops the server and removes the
 * directory.
 */
final class MariaDbServer implements AutoCloseable {
  static final String USER = "reprise";
  private static final Duration LIMIT = Duration.ofSeconds(90);
  private static final List<String> TABLES =
      List.of(
          "mysql_system_tables.sql",
          "mysql_performance_tables.sql",
          "mysql_system_tables_data.sql");

  private final Path directory;
  private final Process process;
  private final int port;

  private MariaDbServer(Path directory, Process process, int port) {
    this.directory = directory;
    this.process = process;
    this.port = port;
  }

  /**
   * Returns the server program: that of the variable REPRISE_MARIADB, or an installed one; empty if
   * there is none.
   */
  static Optional<Path> program() {
    var named = System.getenv("REPRISE_MARIADB");
    return named == null
        ? Optional.of(Path.of("/usr/sbin/mariadbd")).filter(Files::isExecutable)
        : Optional.of(Path.of(named));
  }

  /** Starts a server with an empty database {@code test}, and returns when it answers. */
  static MariaDbServer start(Path program) {
    try {
      var directory = Files.createTempDirectory("reprise-mariadb-");
      var data = Files.createDirectory(directory.resolve("data"));
      bootstrap(program, directory, data);
      int port = FreePorts.next();
      var process =
          run(
              program,
              directory,
              null,
              "--datadir=" + data,
              "--bind-address=127.0.0.1",
              "--port=" + port,
              "--socket=" + directory.resolve("socket"),
              "--pid-file=" + directory.resolve("pid"));
      var server = new MariaDbServer(directory, process, port);
      Awaitility.await().atMost(LIMIT).until(server::answers);
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes the tables of the server. A statement of these files is one line. */
  private static void bootstrap(Path program, Path directory, Path data) throws IOException {
    var share = share(program);
    var sql = new StringBuilder("CREATE DATABASE mysql;\nUSE mysql;\n");
    for (var name : TABLES) {
      sql.append(Files.readString(share.resolve(name))).append('\n');
    }
    sql.append("CREATE DATABASE test;\nFLUSH PRIVILEGES;\n");
    sql.append("CREATE USER '%s'@'%%';\n".formatted(USER));
    sql.append("GRANT ALL ON *.* TO '%s'@'%%' WITH GRANT OPTION;\n".formatted(USER));
    sql.append("CREATE USER 'reader'@'%';\n");
    var input = Files.writeString(directory.resolve("bootstrap.sql"), sql);
    var process = run(program, directory, input, "--bootstrap", "--datadir=" + data);
    try {
      if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS) || process.exitValue() != 0) {
        process.destroyForcibly();
        throw new IOException(Files.readString(directory.resolve("log")));
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  private static Path share(Path program) {
    return program.resolve("../../share/mysql").normalize();
  }

  private static Process run(
      Path program, Path directory, @Nullable Path input, String... arguments) throws IOException {
    var share = share(program);
    var command =
        new ArrayList<>(
            List.of(
                program.toString(),
                "--no-defaults",
                "--lc-messages-dir=" + share,
                "--character-sets-dir=" + share.resolve("charsets"),
                "--innodb-buffer-pool-size=32M",
                "--innodb-log-file-size=16M",
                "--innodb-flush-log-at-trx-commit=0"));
    if ("root".equals(System.getProperty("user.name"))) {
      command.add("--user=root");
    }
    command.addAll(List.of(arguments));
    var builder = new ProcessBuilder(command);
    // Libraries of a server that was unpacked lie beside it.
    var libraries = program.resolve("../../lib/x86_64-linux-gnu").normalize();
    builder.environment().put("LD_LIBRARY_PATH", libraries.toString());
    if (input != null) {
      builder.redirectInput(input.toFile());
    }
    return builder
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(directory.resolve("log").toFile()))
        .start();
  }

  private boolean answers() throws IOException {
    if (!process.isAlive()) {
      throw new IOException(Files.readString(directory.resolve("log")));
    }
    try (var session = DriverManager.getConnection(url(), USER, "")) {
      return session.isValid(5);
    } catch (SQLException e) {
      return false;
    }
  }

  String url() {
    return "jdbc:mariadb://127.0.0.1:%d/test".formatted(port);
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    try (var files = Files.walk(directory)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
