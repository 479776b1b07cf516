package io.reprise.store.object.s3;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * An HTTP server that gives the answers of a test in order, such as S3's errors and broken
 * connections.
 */
final class ScriptedS3Server implements AutoCloseable {
  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Queue<Answer> answers = new ConcurrentLinkedQueue<>();
  private final List<String> requests = new CopyOnWriteArrayList<>();

  interface Answer {
    void to(HttpExchange exchange) throws IOException;
  }

  ScriptedS3Server() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      exchange.getRequestBody().readAllBytes();
      var condition = exchange.getRequestHeaders().getFirst("If-None-Match");
      requests.add(exchange.getRequestMethod() + (condition == null ? "" : " if-none-match"));
      var answer = answers.poll();
      (answer == null ? error(500, "NothingLeft") : answer).to(exchange);
    }
  }

  /** Answers the next request with {@code answer}. */
  ScriptedS3Server then(Answer answer) {
    answers.add(answer);
    return this;
  }

  static Answer error(int status, String code) {
    return body(
        status, "<Error><Code>%s</Code><Message>as S3 puts it</Message></Error>".formatted(code));
  }

  static Answer body(int status, String body) {
    return exchange -> {
      var bytes = body.getBytes(StandardCharsets.UTF_8);
      boolean head = exchange.getRequestMethod().equals("HEAD");
      exchange.getResponseHeaders().add("ETag", "\"etag\"");
      if (head) {
        exchange.getResponseHeaders().add("Content-Length", Integer.toString(bytes.length));
      }
      exchange.sendResponseHeaders(status, head || bytes.length == 0 ? -1 : bytes.length);
      if (!head) {
        exchange.getResponseBody().write(bytes);
      }
    };
  }

  /** Announces {@code promised} bytes, sends {@code sent} and closes the connection. */
  static Answer brokenOff(int status, int promised, String sent) {
    return exchange -> {
      exchange.sendResponseHeaders(status, promised);
      exchange.getResponseBody().write(sent.getBytes(StandardCharsets.UTF_8));
      exchange.getResponseBody().flush();
    };
  }

  List<String> requests() {
    return requests;
  }

  S3ObjectStore store() {
    return store(S3RequestObserver.NONE);
  }

  S3ObjectStore store(S3RequestObserver observer) {
    SharedS3Bucket.freshPrefix(); // It sets the credentials.
    var uri = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    return S3ObjectStore.open(new S3Config(uri, null, "archive", null, null, null, null), observer);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
