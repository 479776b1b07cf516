package io.reprise.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Runs a third-party HTTP server in a process of its own. A shell next to the server reads from a
 * pipe that this JVM holds open. When this JVM ends, even by kill -9, the pipe closes and the shell
 * stops the server. The server ignores Ctrl-C, so this JVM decides when the server stops.
 *
 * <p>Thread-safe. The caller closes the object, which stops the server. The caller must keep a
 * reference to this object as long as the server shall run.
 */
public final class ForeignServer implements AutoCloseable {
  /**
   * Starts the reader of the pipe and then becomes the server, which so has the pid of the started
   * process. In a subshell, {@code $$} is the pid of the shell that started it.
   */
  private static final String KEEPER =
      "trap '' INT; exec 3<&0; (cat <&3; kill $$) >/dev/null 2>&1 &"
          + " exec \"$@\" </dev/null 3<&-";

  private static final Duration READY_LIMIT = Duration.ofSeconds(90);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(15);
  private static final int PROBE_LIMIT_MILLIS = 2_000;
  private static final long PROBE_INTERVAL_MILLIS = 100;

  private final String name;
  private final URI probe;
  private final Process process;
  private final Path log;

  private ForeignServer(String name, URI probe, Process process, Path log) {
    this.name = name;
    this.probe = probe;
    this.process = process;
    this.log = log;
  }

  /**
   * Returns the directory that contains the program files of {@code server}, for example {@code
   * s3}: below {@code embedded/servers} in a checkout, where the build puts the files, and below
   * {@code servers} in an installation for development.
   *
   * @throws IllegalStateException if the project was not built
   */
  static Path home(String server) {
    return home(server, ownClasses());
  }

  /**
   * Returns the directory of a server.
   *
   * @param classes the jar or directory with the classes of this module: in {@code target} of the
   *     checkout's module, or in {@code lib} of an installation
   */
  static Path home(String server, Path classes) {
    var home = directoryOf(classes).resolveSibling("servers").resolve(server);
    if (!Files.isDirectory(home.resolve("target"))) {
      throw new IllegalStateException(
          "directory %s is missing: build the project first, ./mvnw -DskipTests package"
              .formatted(home));
    }
    return home;
  }

  private static Path directoryOf(Path classes) {
    return Objects.requireNonNull(classes.toAbsolutePath().getParent(), "classes have a directory");
  }

  private static Path ownClasses() {
    try {
      return Path.of(
          ForeignServer.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException("the class path is not a file URL", e);
    }
  }

  /**
   * Returns the build output of this module, which {@code mvnw clean} removes. Empty if this code
   * runs in an installation.
   */
  static Optional<Path> buildDirectory() {
    return Optional.of(directoryOf(ownClasses())).filter(d -> d.endsWith("target"));
  }

  /**
   * Starts a {@code java} process with the given arguments and appends its output to {@code
   * directory/server.log}. Does not wait until the server answers.
   *
   * @param probe a URI that the server answers once it is ready
   */
  static ForeignServer begin(
      String name,
      URI probe,
      Path directory,
      List<String> javaArguments,
      Map<String, String> environment) {
    var command = new ArrayList<String>(List.of("sh", "-c", KEEPER, "sh"));
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(javaArguments);
    var log = directory.resolve("server.log");
    try {
      var builder =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
      builder.environment().putAll(environment);
      return new ForeignServer(name, probe, builder.start(), log);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start " + name, e);
    }
  }

  /**
   * Waits until the server answers a request, with any HTTP status.
   *
   * @throws IllegalStateException if no answer arrives within 90 s; the server is then stopped
   */
  void awaitReady() {
    long end = System.nanoTime() + READY_LIMIT.toNanos();
    try {
      while (!isReady()) {
        if (System.nanoTime() > end) {
          throw new IllegalStateException(
              "%s did not answer at %s within %d s: read its log %s"
                  .formatted(name, probe, READY_LIMIT.toSeconds(), log));
        }
        TimeUnit.MILLISECONDS.sleep(PROBE_INTERVAL_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(name + ": interrupted while waiting for its first answer", e);
    } finally {
      if (System.nanoTime() > end) {
        close();
      }
    }
  }

  /** Returns whether the server answers a request now, with any HTTP status. */
  public boolean isReady() {
    try {
      var connection = (HttpURLConnection) probe.toURL().openConnection();
      connection.setConnectTimeout(PROBE_LIMIT_MILLIS);
      connection.setReadTimeout(PROBE_LIMIT_MILLIS);
      try {
        return connection.getResponseCode() > 0;
      } finally {
        connection.disconnect();
      }
    } catch (IOException e) {
      return false;
    }
  }

  /** Returns the process of the server. */
  public Process process() {
    return process;
  }

  /** Returns the file to which the server's output is appended. */
  public Path log() {
    return log;
  }

  @Override
  public void close() {
    try {
      process.getOutputStream().close();
      if (!process.waitFor(STOP_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot stop " + name, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
