package io.reprise.replay.target.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.reprise.replay.target.TargetConfig;
import io.reprise.replay.target.TargetConfig.BodyFormat;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** A service on loopback that keeps the requests it gets, and answers as a test says. */
public final class WebhookService implements AutoCloseable {
  /** The status that means: close the connection without an answer. */
  static final int NO_ANSWER = 0;

  static {
    // Without it, the server delays the end of each answer until the client has acknowledged its
    // beginning, which takes 40 ms.
    System.setProperty("sun.net.httpserver.nodelay", "true");
  }

  /**
   * One request.
   *
   * @param headers the first value of each header, by name in lower case
   */
  public record Request(String method, String path, Map<String, String> headers, String body) {
    public String header(String name) {
      return headers.getOrDefault(name, "");
    }

    public String idempotencyKey() {
      return header("idempotency-key");
    }
  }

  /** Decides with which status and headers a request is answered. */
  @FunctionalInterface
  public interface Answers {
    Reply to(Request request);
  }

  /** The status of an answer, and its headers. */
  public record Reply(int status, Map<String, String> headers) {
    public static Reply of(int status) {
      return new Reply(status, Map.of());
    }
  }

  private final List<Request> requests = new CopyOnWriteArrayList<>();
  private final ExecutorService executor = Executors.newCachedThreadPool();
  private final HttpServer server;
  private final int port;
  private boolean isClosed;
  private volatile Answers answers = request -> Reply.of(204);

  /** Starts a service at a free port. */
  public WebhookService() throws IOException {
    this(0);
  }

  WebhookService(int wantedPort) throws IOException {
    server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), wantedPort), 100);
    server.setExecutor(executor);
    server.createContext("/", this::handle);
    server.start();
    this.port = server.getAddress().getPort();
  }

  private void handle(HttpExchange exchange) throws IOException {
    var headers = new TreeMap<String, String>();
    exchange
        .getRequestHeaders()
        .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.get(0)));
    var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    var request =
        new Request(
            exchange.getRequestMethod(), exchange.getRequestURI().toString(), headers, body);
    requests.add(request);
    var reply = answers.to(request);
    if (reply.status() != NO_ANSWER) {
      reply.headers().forEach(exchange.getResponseHeaders()::set);
      exchange.sendResponseHeaders(reply.status(), -1);
    }
    exchange.close();
  }

  public void answer(Answers wanted) {
    answers = wanted;
  }

  public List<Request> requests() {
    return requests;
  }

  public int port() {
    return port;
  }

  /** Returns the configuration of a target that is this service. */
  public TargetConfig.Http config(BodyFormat format) {
    return config(format, Map.of(), null, null);
  }

  /** Returns a configuration as the other method does, with secrets and a window. */
  public TargetConfig.Http config(
      BodyFormat format,
      Map<String, Path> headers,
      @Nullable Path signingKeys,
      @Nullable Integer window) {
    return new TargetConfig.Http(
        URI.create("http://127.0.0.1:" + port() + "/hook?shop=1"),
        null,
        headers,
        format,
        signingKeys,
        null,
        List.of("127.0.0.0/8"),
        null,
        window,
        Duration.ofSeconds(30));
  }

  @Override
  public void close() {
    if (!isClosed) {
      isClosed = true;
      server.stop(0);
      executor.shutdownNow();
    }
  }
}
