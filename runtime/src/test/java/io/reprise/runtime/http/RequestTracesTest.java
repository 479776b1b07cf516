package io.reprise.runtime.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.reprise.runtime.access.Action;
import io.reprise.runtime.trace.OtlpReceiver;
import io.reprise.runtime.trace.OtlpReceiver.Received;
import io.reprise.runtime.trace.Tracing;
import io.reprise.runtime.trace.TracingConfig;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** Requests to a server that traces them, as a receiver of spans sees them. */
class RequestTracesTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
  private static final String CALLER = "b7ad6b7169203331";

  private final OtlpReceiver receiver = OtlpReceiver.start();
  private final Metrics metrics = new Metrics();
  private final Tracing tracing =
      Tracing.start(
          new TracingConfig(receiver.uri(), 0.0, null), "worker", "w1", metrics.registry());
  private final HttpServer server =
      HttpServer.start(
          new HttpConfig("127.0.0.1", 0),
          new HttpService(RequestTracesTest::addRoutes, List.of(), metrics).with(tracing));

  private static void addRoutes(Routes routes) {
    var view = Permission.of(Action.VIEW);
    routes.get("/topics/{topic}", view, ctx -> ctx.result(String.valueOf(MDC.get("trace_id"))));
    routes.get(
        "/refused",
        view,
        ctx -> {
          throw new ProblemException(Problem.of(409, "it is refused"));
        });
    routes.get(
        "/broken",
        view,
        ctx -> {
          throw new IllegalStateException("a detail of the implementation");
        });
    routes.get(
        "/not-loaded",
        view,
        ctx -> {
          throw new NoClassDefFoundError("io/reprise/Absent");
        });
  }

  @AfterEach
  void close() {
    server.close();
    tracing.close();
    metrics.close();
    receiver.close();
  }

  private String get(String path, String flags) throws Exception {
    var request =
        HttpRequest.newBuilder(server.uri().resolve(path))
            .header("traceparent", "00-" + TRACE + "-" + CALLER + "-" + flags)
            .timeout(LIMIT)
            .build();
    return HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body();
  }

  private List<Received> received(int count) {
    await().atMost(LIMIT).until(() -> receiver.spans().size() >= count);
    return receiver.spans();
  }

  @Test
  void aRequestHasASpanWithItsRouteAndStatus() throws Exception {
    var body = get("/topics/orders", "01");

    var span = received(1).get(0);
    assertThat(body).as("the field of log lines").isEqualTo(TRACE);
    assertThat(span.name()).isEqualTo("GET /topics/{topic}");
    assertThat(span.trace()).isEqualTo(TRACE);
    assertThat(span.parent()).isEqualTo(CALLER);
    assertThat(span.failed()).isFalse();
    assertThat(span.attributes())
        .containsEntry("http.request.method", "GET")
        .containsEntry("http.route", "/topics/{topic}")
        .containsEntry("http.response.status_code", "200")
        .hasSize(3);
  }

  @Test
  void onlyFaultsOfTheServerAreFailures() throws Exception {
    get("/refused", "01");
    get("/broken", "01");
    get("/not-loaded", "01");

    assertThat(received(3))
        .extracting(
            Received::name,
            Received::failed,
            span -> span.attributes().get("http.response.status_code"))
        .containsExactlyInAnyOrder(
            org.assertj.core.groups.Tuple.tuple("GET /refused", false, "409"),
            org.assertj.core.groups.Tuple.tuple("GET /broken", true, "500"),
            org.assertj.core.groups.Tuple.tuple("GET /not-loaded", true, null));
  }

  @Test
  void theLineAboutAnUnexpectedFailureHasTheTrace() throws Exception {
    var log = (Logger) LoggerFactory.getLogger(ProblemRoutes.class);
    var lines = new ListAppender<ILoggingEvent>();
    lines.start();
    log.addAppender(lines);
    try {
      get("/broken", "01");
    } finally {
      log.detachAppender(lines);
    }

    assertThat(lines.list)
        .singleElement()
        .satisfies(line -> assertThat(line.getMDCPropertyMap()).containsEntry("trace_id", TRACE));
  }

  @Test
  void healthScrapesUnknownPathsAndUnsampledRequestsHaveNoSpan() throws Exception {
    get("/health/live", "01");
    get("/metrics", "01");
    get("/absent", "01");
    var body = get("/topics/orders", "00");
    get("/topics/last", "01");

    assertThat(body).isEqualTo("null");
    assertThat(received(1)).hasSize(1);
  }
}
