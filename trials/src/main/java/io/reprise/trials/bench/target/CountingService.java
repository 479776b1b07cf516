package io.reprise.trials.bench.target;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.reprise.replay.target.TargetConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

/** A service on loopback that reads each request, counts it and accepts it. Thread-safe. */
final class CountingService implements AutoCloseable {
  static final int CONCURRENCY = 16;

  private static final int WINDOW = 1_000;
  private static final int THREADS = TargetsBench.SHARDS * CONCURRENCY;
  private static final int ACCEPTED = 204;

  private final HttpServer server;
  private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);
  private final AtomicLong requests = new AtomicLong();

  private CountingService(HttpServer server) {
    this.server = server;
  }

  static CountingService start() {
    // Without it, the JDK's server sends each answer 40 ms late.
    System.setProperty("sun.net.httpserver.nodelay", "true");
    try {
      var loopback = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
      var service = new CountingService(HttpServer.create(loopback, 0));
      service.server.createContext("/", service::answer);
      service.server.setExecutor(service.threads);
      service.server.start();
      return service;
    } catch (IOException e) {
      throw new UncheckedIOException("the service of the bench cannot be started", e);
    }
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      exchange.getRequestBody().readAllBytes();
      requests.incrementAndGet();
      exchange.sendResponseHeaders(ACCEPTED, -1);
    }
  }

  /** Returns how many requests have arrived. */
  long requests() {
    return requests.get();
  }

  String uri() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/";
  }

  TargetConfig config() {
    return new TargetConfig.Http(
        URI.create(uri()),
        null,
        null,
        TargetConfig.BodyFormat.VALUE,
        null,
        null,
        List.of("127.0.0.0/8"),
        CONCURRENCY,
        WINDOW,
        null);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
