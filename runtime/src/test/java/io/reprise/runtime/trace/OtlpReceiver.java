package io.reprise.runtime.trace;

import com.google.protobuf.ByteString;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status.StatusCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Receives spans by OTLP over HTTP on a loopback address, and decodes them with the classes of
 * OpenTelemetry's protocol. It is a double of a collector, at the boundary of the network: the
 * build can install no collector. Everything on this side of the network is real.
 *
 * <p>Thread-safe. The caller of {@link #start} closes it.
 */
public final class OtlpReceiver implements AutoCloseable {
  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<Received> spans = new CopyOnWriteArrayList<>();
  private final List<String> authorizations = new CopyOnWriteArrayList<>();
  private volatile int status = 200;

  /**
   * A span as it was received; ids are hexadecimal.
   *
   * @param service the attributes of the service that sent it
   * @param parent id of the parent; empty for the first span of a trace
   * @param links the spans that it links to, as {@code <trace>-<span>}
   */
  public record Received(
      Map<String, String> service,
      String trace,
      String id,
      String parent,
      String name,
      String kind,
      Map<String, String> attributes,
      List<String> links,
      boolean failed) {}

  private OtlpReceiver(int port) {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(threads);
    server.createContext("/v1/traces", this::receive);
    server.start();
  }

  public static OtlpReceiver start() {
    return new OtlpReceiver(0);
  }

  /** Starts a receiver on a port that was used before. */
  public static OtlpReceiver start(int port) {
    return new OtlpReceiver(port);
  }

  public int port() {
    return server.getAddress().getPort();
  }

  public URI uri() {
    return URI.create("http://127.0.0.1:" + port() + "/v1/traces");
  }

  /** Answers requests from now on with another status than 200, and drops their spans. */
  public void refuseWith(int newStatus) {
    status = newStatus;
  }

  /** Returns the spans that were received so far. */
  public List<Received> spans() {
    return List.copyOf(spans);
  }

  /** Returns the header {@code Authorization} of each request so far. */
  public List<String> authorizations() {
    return List.copyOf(authorizations);
  }

  private void receive(HttpExchange exchange) throws IOException {
    try (exchange) {
      var request = ExportTraceServiceRequest.parseFrom(exchange.getRequestBody().readAllBytes());
      authorizations.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
      int answer = status;
      if (answer == 200) {
        keep(request);
      }
      exchange.sendResponseHeaders(answer, -1);
    }
  }

  private void keep(ExportTraceServiceRequest request) {
    for (var resource : request.getResourceSpansList()) {
      var service = attributes(resource.getResource().getAttributesList());
      for (var scope : resource.getScopeSpansList()) {
        scope.getSpansList().forEach(span -> spans.add(received(service, span)));
      }
    }
  }

  private static Received received(Map<String, String> service, Span span) {
    return new Received(
        service,
        hex(span.getTraceId()),
        hex(span.getSpanId()),
        hex(span.getParentSpanId()),
        span.getName(),
        span.getKind().name().replace("SPAN_KIND_", ""),
        attributes(span.getAttributesList()),
        span.getLinksList().stream()
            .map(link -> hex(link.getTraceId()) + "-" + hex(link.getSpanId()))
            .toList(),
        span.getStatus().getCode() == StatusCode.STATUS_CODE_ERROR);
  }

  private static Map<String, String> attributes(List<KeyValue> list) {
    var attributes = new TreeMap<String, String>();
    for (var attribute : list) {
      var value = attribute.getValue();
      attributes.put(
          attribute.getKey(),
          value.hasIntValue() ? String.valueOf(value.getIntValue()) : value.getStringValue());
    }
    return attributes;
  }

  private static String hex(ByteString bytes) {
    return HexFormat.of().formatHex(bytes.toByteArray());
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
