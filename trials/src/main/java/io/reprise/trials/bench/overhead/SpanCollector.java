package io.reprise.trials.bench.overhead;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.reprise.cli.command.CommandFailure;
import io.reprise.cli.command.ExitCode;
import io.reprise.kafka.time.Deadline;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Takes the spans of services by OTLP over HTTP, throws them away, and knows which services have
 * sent some. Thread-safe. The caller closes it.
 */
final class SpanCollector implements AutoCloseable {
  private static final String PATH = "/v1/traces/";
  private static final Duration PAUSE = Duration.ofMillis(100);

  private final HttpServer server;
  private final Duration arriveWithin;
  private final Set<String> senders = ConcurrentHashMap.newKeySet();

  private SpanCollector(HttpServer server, Duration arriveWithin) {
    this.server = server;
    this.arriveWithin = arriveWithin;
  }

  /**
   * Starts to listen on a free loopback port.
   *
   * @param arriveWithin how long {@link #requireSpansOf} waits
   */
  static SpanCollector start(Duration arriveWithin) {
    try {
      var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      var collector = new SpanCollector(server, arriveWithin);
      server.createContext(PATH, collector::take);
      server.start();
      return collector;
    } catch (IOException e) {
      throw new UncheckedIOException("the bench's collector of spans cannot listen", e);
    }
  }

  /** Returns the URL to which the service with a name sends its spans. */
  URI endpoint(String service) {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + PATH + service);
  }

  private void take(HttpExchange exchange) throws IOException {
    try (exchange) {
      long bytes = exchange.getRequestBody().transferTo(OutputStream.nullOutputStream());
      exchange.getResponseHeaders().add("Content-Type", "application/x-protobuf");
      exchange.sendResponseHeaders(200, -1);
      if (bytes > 0) {
        senders.add(exchange.getRequestURI().getPath().substring(PATH.length()));
      }
    }
  }

  /**
   * Waits until a service has sent spans.
   *
   * @throws CommandFailure if none arrive: what was measured was then not the cost of tracing
   */
  void requireSpansOf(String service) {
    if (!Deadline.after(arriveWithin).await(() -> senders.contains(service), PAUSE)) {
      throw new CommandFailure(
          ExitCode.FAILED,
          "%s has sent no spans within %d s of a sampled request, although tracing is on"
              .formatted(service, arriveWithin.toSeconds()));
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
