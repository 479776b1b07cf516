package io.reprise.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;

/**
 * Runs a third-party HTTP server in a process of its own. A shell is the parent process of the
 * server and reads from a pipe that this JVM holds open. When this JVM ends, even by kill -9, the
 * pipe closes and the shell stops the server. The shell ignores Ctrl-C, so this JVM decides when
 * the server stops.
 *
 * <p>Confined to one thread. The caller closes the object, which stops the server.
 */
final class ForeignServer implements AutoCloseable {
  private static final String KEEPER =
      "trap '' INT; \"$@\" & server=$!; cat >/dev/null; kill $server; wait $server";
  private static final Duration READY_LIMIT = Duration.ofSeconds(90);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(15);
  private static final Duration PROBE_LIMIT = Duration.ofSeconds(2);
  private static final long PROBE_INTERVAL_MILLIS = 100;

  private final String name;
  private final Process keeper;
  private final Path log;

  private ForeignServer(String name, Process keeper, Path log) {
    this.name = name;
    this.keeper = keeper;
    this.log = log;
  }

  /**
   * Returns the directory that contains the program files of {@code server}, for example {@code
   * s3}. The build puts the files there.
   *
   * @throws IllegalStateException if the project was not built
   */
  static Path home(String server) {
    var properties = new Properties();
    try (var in = ForeignServer.class.getResourceAsStream("servers.properties")) {
      properties.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read servers.properties from the class path", e);
    }
    var home = Path.of(properties.getProperty("directory")).resolve(server);
    if (!Files.isDirectory(home.resolve("target"))) {
      throw new IllegalStateException(
          "directory %s is missing: build the project first, ./mvnw -DskipTests package"
              .formatted(home));
    }
    return home;
  }

  /**
   * Starts a {@code java} process with the given arguments and appends its output to {@code
   * directory/server.log}. Does not wait until the server answers.
   */
  static ForeignServer start(
      String name, Path directory, List<String> javaArguments, Map<String, String> environment) {
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
      return new ForeignServer(name, builder.start(), log);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start " + name, e);
    }
  }

  /**
   * Waits until the server answers a request to {@code probe}, with any HTTP status.
   *
   * @throws IllegalStateException if no answer arrives within 90 s; the server is then stopped
   */
  void awaitAnswer(URI probe) {
    var http = HttpClient.newBuilder().connectTimeout(PROBE_LIMIT).build();
    var request = HttpRequest.newBuilder(probe).timeout(PROBE_LIMIT).build();
    long end = System.nanoTime() + READY_LIMIT.toNanos();
    try {
      while (!answers(http, request)) {
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

  private static boolean answers(HttpClient http, HttpRequest request) throws InterruptedException {
    try {
      return http.send(request, BodyHandlers.discarding()).statusCode() > 0;
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public void close() {
    try {
      keeper.getOutputStream().close();
      if (!keeper.waitFor(STOP_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
        keeper.descendants().forEach(ProcessHandle::destroyForcibly);
        keeper.destroyForcibly();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot stop " + name, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
