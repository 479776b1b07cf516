package io.reprise.ingest.service;

import io.reprise.runtime.http.HttpConfig;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/** An ingest service in a process of its own, so that it can be killed. */
final class IngestProcess implements AutoCloseable {
  private final Process process;
  private final URI uri;

  private IngestProcess(Process process, URI uri) {
    this.process = process;
    this.uri = uri;
  }

  /**
   * @param indexEvery how often it writes the id index
   */
  static IngestProcess start(Backend backend, String name, Duration indexEvery) {
    try {
      var process =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-Xmx256m",
                  "-XX:TieredStopAtLevel=1",
                  "-cp",
                  System.getProperty("java.class.path"),
                  IngestProcess.class.getName(),
                  name,
                  backend.bootstrapServers(),
                  backend.registry().toString(),
                  indexEvery.toString())
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      var out = new BufferedReader(process.inputReader(StandardCharsets.UTF_8));
      return new IngestProcess(process, URI.create(out.readLine()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Runs in the process: prints its address, and serves until it is killed. */
  public static void main(String[] args) throws InterruptedException {
    var service =
        IngestService.start(
            new IngestConfig(
                args[0],
                new HttpConfig("127.0.0.1", 0),
                new IngestConfig.Kafka(args[1], null),
                URI.create(args[2]),
                new IngestConfig.Dedupe(null, 0, Duration.parse(args[3])),
                null));
    System.out.println(service.uri());
    new CountDownLatch(1).await();
  }

  URI uri() {
    return uri;
  }

  /** SIGKILL. */
  void kill() {
    process.destroyForcibly().onExit().join();
  }

  @Override
  public void close() {
    kill();
  }
}
