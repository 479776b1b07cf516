package io.reprise.runtime.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.JsonNode;
import io.reprise.runtime.json.ByteSize;
import io.reprise.runtime.json.Json;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

class HttpServerTest {
  record Order(String name, int count) {}

  record Elements(List<Integer> numbers, Set<String> names, Map<String, String> headers) {}

  private static final HttpConfig CONFIG = new HttpConfig("127.0.0.1", 0, ByteSize.ofKiB(1));
  private static final Instant CHECKED = Instant.parse("2026-01-31T12:00:00Z");
  private static final Permission PUBLIC = Permission.everyone();

  private final AtomicReference<@Nullable String> fault = new AtomicReference<>();
  private final HttpClient client = HttpClient.newHttpClient();
  private final Metrics metrics = new Metrics();
  private final HttpServer server =
      HttpServer.start(
          CONFIG,
          new HttpService(
                  this::addRoutes,
                  List.of(
                      new ReadinessCheck(
                          "kafka", () -> Optional.ofNullable(fault.get()), () -> CHECKED)),
                  metrics)
              .with(
                  new ServiceStatus(
                      "worker", "w1", () -> List.of(new ServiceStatus.Work("shards", 3, 2)))));

  private void addRoutes(Routes routes) {
    routes.post("/orders", PUBLIC, ctx -> ctx.json(RequestBody.read(ctx, Order.class)));
    routes.post("/raw", PUBLIC, ctx -> ctx.result(RequestBody.bytesOnce(ctx, CONFIG)));
    routes.post("/optional", PUBLIC, ctx -> ctx.json(RequestBody.readOptional(ctx, Order.class)));
    routes.post("/collections", PUBLIC, ctx -> ctx.json(RequestBody.read(ctx, Elements.class)));
    routes.get(
        "/numbers/{n}",
        PUBLIC,
        ctx ->
            ctx.json(
                Map.of(
                    "path", RequestParameters.pathNumber(ctx, "n"),
                    "from", RequestParameters.number(ctx, "from", 0, -1),
                    "limit", RequestParameters.intNumber(ctx, "limit", 1, 100))));
    routes.get("/text", PUBLIC, ctx -> ctx.result(RequestParameters.requiredText(ctx, "topic")));
    routes.get("/operator", PUBLIC, ctx -> ctx.result(OperatorName.of(ctx).orElse("nobody")));
    routes.get(
        "/broken",
        PUBLIC,
        ctx -> {
          throw new IllegalStateException("a detail of the implementation");
        });
    routes.get(
        "/not-loaded",
        PUBLIC,
        ctx -> {
          throw new NoClassDefFoundError("io/reprise/Absent");
        });
    routes.get(
        "/events",
        PUBLIC,
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
    return send(
        to(path).header("Content-Type", "application/json").POST(BodyPublishers.ofString(body)));
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

  @ParameterizedTest
  @CsvSource({
    "'{\"numbers\":[1,null]}', numbers[1]",
    "'{\"names\":[null]}', names[0]",
    "'{\"headers\":{\"a\":null}}', headers.a"
  })
  void aNullInsideAListOrAMapIsRefusedWithItsPlace(String body, String field) throws Exception {
    var problem = problem(post("/collections", body), 400, "urn:reprise:problem:invalid-json");

    assertThat(problem.path("detail").asText())
        .isEqualTo(field + ": null is not allowed here: write a value, or leave it out");
    assertThat(problem.path("field").asText()).isEqualTo(field);
  }

  @ParameterizedTest
  @MethodSource("textsThatAreNotJson")
  void aTextThatIsNotJsonIsRefusedInPlainWordsWithItsPlace(String body, String reason)
      throws Exception {
    var detail =
        problem(post("/orders", body), 400, "urn:reprise:problem:invalid-json")
            .path("detail")
            .asText();

    assertThat(detail)
        .matches("line \\d+, column \\d+: .*")
        .endsWith(": " + reason)
        .doesNotContain("`", "Feature", "Source", "StreamRead", "jsonnode");
  }

  static Stream<Arguments> textsThatAreNotJson() {
    return Stream.of(
        Arguments.of("{} {}", "there is more text after the end of the value"),
        Arguments.of("{\"count\":1}x", "'x' is not a JSON value: put text in double quotes"),
        Arguments.of("{", "the text ends before its value is complete"),
        Arguments.of("{\"name\":\"a", "the text ends before its value is complete"),
        Arguments.of("{\"count\":NaN}", "NaN is not a number that JSON has"),
        Arguments.of("{\"count\":01}", "Invalid numeric value: Leading zeroes not allowed"),
        Arguments.of("{count:1}", "unexpected character 'c'"),
        Arguments.of("{\"count\":1]", "unexpected character ']': '}' closes what was opened last"),
        Arguments.of(
            "{\"name\":\"\t\"}",
            "a text has a control character (code 9): escape it with a backslash"),
        Arguments.of("{\"name\":\"\\q\"}", "'\\q' is no escape that JSON has"),
        Arguments.of("{\"count\":1,\"count\":2}", "key 'count' is given twice"),
        Arguments.of(
            "{\"a\":" + "[".repeat(1000),
            "objects and lists are nested more than 1000 levels deep"),
        Arguments.of("{\"count\":" + "1".repeat(1001), "a number has more than 1000 digits"));
  }

  @Test
  void aNumberBeyondItsTypeIsRefusedWithTheRange() throws Exception {
    var problem =
        problem(
            post("/orders", "{\"count\":99999999999}"), 400, "urn:reprise:problem:invalid-json");

    assertThat(problem.path("detail").asText())
        .isEqualTo(
            "count: 99999999999 is out of range: use a whole number from -2147483648 to"
                + " 2147483647");
  }

  /** Sends bytes as they are and returns all bytes of the answer. */
  private String sendRaw(String request) throws IOException {
    try (var socket = new Socket("127.0.0.1", server.port())) {
      socket.setSoTimeout(30_000);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      socket.shutdownOutput();
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        // A chunk whose size is not a number.
        "Transfer-Encoding: chunked\r\n\r\nzzz\r\nhello\r\n",
        // Uploads that the client breaks off.
        "Transfer-Encoding: chunked\r\n\r\n5\r\nhel",
        "Content-Length: 100\r\n\r\n{\"name\":"
      })
  void aBodyThatCannotBeReadIsAProblemOfTheRequest(String rest) throws Exception {
    var log = (ch.qos.logback.classic.Logger) LoggerFactory.getLogger(ProblemRoutes.class);
    var logged = new ListAppender<ILoggingEvent>();
    logged.start();
    log.addAppender(logged);
    try {
      var answer =
          sendRaw(
              "POST /orders HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                  + rest);

      assertThat(answer)
          .startsWith("HTTP/1.1 400 ")
          .contains(Problem.MEDIA_TYPE, "the body cannot be read")
          .doesNotContain("incident");
    } finally {
      log.detachAppender(logged);
    }
    assertThat(logged.list).noneMatch(event -> event.getLevel().isGreaterOrEqual(Level.INFO));
  }

  @Test
  void aBodyBeyondTheLimitIsAnswered413() throws Exception {
    var problem = problem(post("/orders", " ".repeat(1025)), 413, "about:blank");

    assertThat(problem.path("detail").asText()).contains("send at most 1KiB");
  }

  @Test
  void aBodyIsReadAsItWasSent() throws Exception {
    var text = "x".repeat(1_000) + "y";
    var chunked =
        to("/raw")
            .POST(
                BodyPublishers.fromPublisher(
                    BodyPublishers.ofByteArray(text.getBytes(StandardCharsets.UTF_8))));

    assertThat(post("/raw", text).body()).isEqualTo(text);
    assertThat(send(chunked).body()).isEqualTo(text);
    assertThat(post("/raw", "").body()).isEmpty();
    assertThat(sendRaw("POST /raw HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\nhel"))
        .startsWith("HTTP/1.1 400 ")
        .contains("the body cannot be read");
    var problem = problem(post("/raw", text.repeat(2)), 413, "about:blank");
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
  void anErrorOfAHandlerHidesItsCauseBehindAnIncident() throws Exception {
    var answer = get("/not-loaded");

    assertThat(problem(answer, 500, "about:blank").path("incident").asText()).isNotEmpty();
    assertThat(answer.body()).doesNotContain("Absent");
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
  void theStatusTellsRoleChecksAndWorkAlsoWhileACheckFails() throws Exception {
    var before = json(get("/api/v1/status"));

    fault.set("no broker answers");
    var after = json(get("/api/v1/status"));

    assertThat(before.path("role").asText()).isEqualTo("worker");
    assertThat(before.path("name").asText()).isEqualTo("w1");
    assertThat(before.path("version").asText()).isNotEmpty();
    assertThat(Instant.parse(before.path("startedAt").asText()))
        .isBefore(Instant.parse(after.path("at").asText()));
    assertThat(after.path("startedAt")).isEqualTo(before.path("startedAt"));
    assertThat(before.path("ready").asBoolean()).isTrue();
    assertThat(before.at("/checks/0/sentence").asText()).isEqualTo("no fault");
    assertThat(before.at("/checks/0/checkedAt").asText()).isEqualTo(CHECKED.toString());
    assertThat(before.path("work").toString())
        .isEqualTo("[{\"what\":\"shards\",\"running\":3,\"waiting\":2}]");
    assertThat(after.path("ready").asBoolean(true)).isFalse();
    assertThat(after.at("/checks/0/holds").asBoolean(true)).isFalse();
    assertThat(after.at("/checks/0/sentence").asText()).isEqualTo("no broker answers");
  }

  private static JsonNode json(HttpResponse<String> answer) throws Exception {
    assertThat(answer.statusCode()).isEqualTo(200);
    return Json.json().readTree(answer.body());
  }

  @Test
  void metricsCountRequestsByRoute() throws Exception {
    get("/numbers/5");

    assertThat(get("/metrics").body()).contains("jvm_memory_used_bytes", "/numbers/{n}");
  }

  @Test
  void inventedMethodsAndPathsAddNoSeries() throws Exception {
    send(to("/invented").method("INVENTED1", BodyPublishers.noBody()));
    await().untilAsserted(() -> assertThat(requestSeries()).isNotEmpty());
    var before = requestSeries();

    for (int i = 2; i < 12; i++) {
      send(to("/invented/" + i).method("INVENTED" + i, BodyPublishers.noBody()));
    }

    assertThat(requestSeries()).isEqualTo(before).noneMatch(line -> line.contains("INVENTED"));
  }

  private Set<String> requestSeries() {
    return metrics
        .registry()
        .scrape()
        .lines()
        .filter(line -> line.startsWith("http_server_requests"))
        .map(line -> line.substring(0, line.lastIndexOf(' ')))
        .collect(Collectors.toSet());
  }

  @Test
  void aScrapeUpdatesMetricsFirstEvenIfOneUpdateFails() throws Exception {
    var value = new AtomicInteger();
    metrics.beforeScrape(
        () -> {
          throw new IllegalStateException("no copy yet");
        });
    metrics.beforeScrape(value::incrementAndGet);
    metrics.registry().gauge("updates", value);

    assertThat(get("/metrics").body()).contains("updates 1.0");
    assertThat(get("/metrics").body()).contains("updates 2.0");
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
