package io.reprise.runtime.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.javalin.config.RoutesConfig;
import io.reprise.runtime.json.ByteSize;
import io.reprise.runtime.json.Json;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HttpServerTest {
  record Order(String name, int count) {}

  private final AtomicReference<@Nullable String> fault = new AtomicReference<>();
  private final HttpClient client = HttpClient.newHttpClient();
  private final Metrics metrics = new Metrics();
  private final HttpServer server =
      HttpServer.start(
          new HttpConfig("127.0.0.1", 0, ByteSize.ofKiB(1)),
          new HttpService(
              this::addRoutes,
              List.of(new ReadinessCheck("kafka", () -> Optional.ofNullable(fault.get()))),
              metrics));

  private void addRoutes(RoutesConfig routes) {
    routes.post("/orders", ctx -> ctx.json(RequestBody.read(ctx, Order.class)));
    routes.post("/optional", ctx -> ctx.json(RequestBody.readOptional(ctx, Order.class)));
    routes.get(
        "/numbers/{n}",
        ctx ->
            ctx.json(
                Map.of(
                    "path", RequestParameters.pathNumber(ctx, "n"),
                    "from", RequestParameters.number(ctx, "from", 0, -1),
                    "limit", RequestParameters.intNumber(ctx, "limit", 1, 100))));
    routes.get("/text", ctx -> ctx.result(RequestParameters.requiredText(ctx, "topic")));
    routes.get("/operator", ctx -> ctx.result(OperatorName.of(ctx).orElse("nobody")));
    routes.get(
        "/broken",
        ctx -> {
          throw new IllegalStateException("a detail of the implementation");
        });
    routes.get(
        "/events",
        new EventStreams()
            .polling(Duration.ofMillis(1), ctx -> () -> new EventSource.LastEvent("end", "all")));
  }

  @AfterEach
  void close() {
    server.close();
    metrics.close();
  }

  private HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return client.send(request.timeout(Duration.ofSeconds(30)).build(), BodyHandlers.ofString());
  }

  private HttpRequest.Builder to(String path) {
    return HttpRequest.newBuilder(server.uri().resolve(path));
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return send(to(path));
  }

  private HttpResponse<String> post(String path, String body)
      throws IOException, InterruptedException {
    return send(to(path).POST(BodyPublishers.ofString(body)));
  }

  private static JsonNode problem(HttpResponse<String> answer, int status, String type)
      throws IOException {
    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(answer.headers().firstValue("Content-Type").orElse(""))
        .startsWith(Problem.MEDIA_TYPE);
    var problem = Json.json().readTree(answer.body());
    assertThat(problem.path("type").asText()).isEqualTo(type);
    assertThat(problem.path("status").asInt()).isEqualTo(status);
    return problem;
  }

  @Test
  void aBodyIsReadIntoARecord() throws Exception {
    assertThat(post("/orders", "{\"name\":\"a\",\"count\":2}").body())
        .isEqualTo("{\"name\":\"a\",\"count\":2}");
    assertThat(post("/optional", "").body()).isEqualTo("{\"count\":0}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''|the body is missing|''",
        "[]|must be a JSON object|''",
        "null|must be a JSON object|''",
        "{\"cuont\":1}|did you mean 'count'|cuont",
        "{\"count\":1.5}|count: |count",
        "{\"count\":|line 1, column|''"
      })
  void aWrongBodyIsRefusedWithTheField(String body, String detail, String field) throws Exception {
    var problem = problem(post("/orders", body), 400, "urn:reprise:problem:invalid-json");

    assertThat(problem.path("detail").asText()).contains(detail);
    assertThat(problem.path("field").asText()).isEqualTo(field);
  }

  @Test
  void aBodyBeyondTheLimitIsAnswered413() throws Exception {
    var problem = problem(post("/orders", " ".repeat(1025)), 413, "about:blank");

    assertThat(problem.path("detail").asText()).contains("send at most 1KiB");
  }

  @Test
  void parametersAreReadAsNumbers() throws Exception {
    assertThat(Json.json().readTree(get("/numbers/7?from=9").body()))
        .isEqualTo(Json.json().readTree("{\"path\":7,\"from\":9,\"limit\":100}"));
  }

  @ParameterizedTest
  @CsvSource({
    "/numbers/x, n is 'x': give a whole number from 0 on",
    "/numbers/-1, n is '-1': give a whole number from 0 on",
    "/numbers/2147483648, n is '2147483648': give a whole number up to 2147483647",
    "/numbers/1?limit=0, limit is '0': give a whole number from 1 on",
    "/text, topic is missing: add ?topic=<topic>"
  })
  void aWrongParameterIsRefusedByName(String path, String detail) throws Exception {
    var problem = problem(get(path), 400, "urn:reprise:problem:invalid-parameter");

    assertThat(problem.path("detail").asText()).isEqualTo(detail);
  }

  @Test
  void anOperatorsNameIsTrimmedAndShortened() throws Exception {
    assertThat(get("/operator").body()).isEqualTo("nobody");
    assertThat(send(to("/operator").header(OperatorName.HEADER, " ann\t")).body()).isEqualTo("ann");
    assertThat(send(to("/operator").header(OperatorName.HEADER, "x".repeat(300))).body())
        .isEqualTo("x".repeat(100));
  }

  @Test
  void unknownRoutesAndMethodsAreProblems() throws Exception {
    problem(get("/absent"), 404, "about:blank");
    var wrongMethod = send(to("/orders").DELETE());
    problem(wrongMethod, 405, "about:blank");
    assertThat(wrongMethod.headers().firstValue("Allow")).hasValue("POST");
  }

  @Test
  void anUnexpectedFailureHidesItsCauseBehindAnIncident() throws Exception {
    var answer = get("/broken");

    assertThat(problem(answer, 500, "about:blank").path("incident").asText()).isNotEmpty();
    assertThat(answer.body()).doesNotContain("implementation");
  }

  @Test
  void readinessFollowsItsChecks() throws Exception {
    assertThat(get("/health/live").statusCode()).isEqualTo(200);
    assertThat(get("/health/ready").statusCode()).isEqualTo(200);

    fault.set("no broker answers");

    var problem = problem(get("/health/ready"), 503, "urn:reprise:problem:not-ready");
    assertThat(problem.path("checks").path("kafka").asText()).isEqualTo("no broker answers");
    assertThat(get("/health/live").statusCode()).isEqualTo(200);
  }

  @Test
  void metricsCountRequestsByRoute() throws Exception {
    get("/numbers/5");

    assertThat(get("/metrics").body()).contains("jvm_memory_used_bytes", "/numbers/{n}");
  }

  @Test
  void anEventStreamEndsWithItsLastEvent() throws Exception {
    assertThat(send(to("/events").header("Accept", "text/event-stream")).body())
        .contains("event: end", "data: all");
    problem(get("/events"), 406, "about:blank");
  }

  @Test
  void aTakenPortIsNamed() {
    assertThatThrownBy(
            () -> HttpServer.start(new HttpConfig("127.0.0.1", server.port()), routes -> {}))
        .isInstanceOf(PortTakenException.class)
        .hasMessageContaining("127.0.0.1:" + server.port() + " is taken");
  }
}
