package io.reprise.runtime.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.JsonNode;
import io.reprise.runtime.access.Action;
import io.reprise.runtime.access.AuthenticationConfig;
import io.reprise.runtime.access.Resource;
import io.reprise.runtime.access.Token;
import io.reprise.runtime.http.Permission.On;
import io.reprise.runtime.json.Json;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

class AccessControlTest {
  private static final ResourceFinder TOPIC = ResourceFinder.topicInPath("topic");
  private static final Token ANN = Token.create(new SecureRandom());
  private static final Logger AUDIT = (Logger) LoggerFactory.getLogger(AuditLog.LOGGER);
  private static final Token CI = Token.create(new SecureRandom());

  @TempDir Path directory;
  private final HttpClient client = HttpClient.newHttpClient();
  private final AtomicInteger found = new AtomicInteger();
  private final ListAppender<ILoggingEvent> audit = new ListAppender<>();
  private final Metrics metrics = new Metrics();
  private final List<String> records = new CopyOnWriteArrayList<>();
  private @Nullable String sinkFault;
  private HttpServer server;

  @BeforeEach
  void listen() {
    audit.start();
    AUDIT.setLevel(Level.INFO);
    AUDIT.addAppender(audit);
  }

  @AfterEach
  void stopListening() {
    AUDIT.detachAppender(audit);
    AUDIT.setLevel(null);
  }

  @BeforeEach
  void start() throws IOException {
    var tokens = directory.resolve("tokens.yaml");
    var policy = directory.resolve("policy.yaml");
    Files.writeString(
        tokens,
        """
        tokens:
        - {principal: ann, sha256: %s}
        - {principal: ci, sha256: %s}
        """
            .formatted(ANN.sha256Hex(), CI.sha256Hex()));
    Files.writeString(
        policy,
        """
        bindings:
        - {principal: ann, role: operator, topics: ['orders*'], targets: [copy]}
        - {principal: ci, role: producer, topics: ['*']}
        """);
    var config =
        new HttpConfig("127.0.0.1", 0, null, new AuthenticationConfig(tokens, policy), false);
    var service =
        new HttpService(this::addRoutes, List.of(), metrics)
            .with(ServiceStatus.of("worker", "w1"))
            .with(new ActionSink(this::keep, () -> Optional.ofNullable(sinkFault), () -> 7));
    server = HttpServer.start(config, service);
  }

  private void keep(byte[] key, byte[] value) {
    records.add(new String(key, UTF_8) + " " + new String(value, UTF_8));
  }

  private void addRoutes(Routes routes) {
    routes.get(
        "/topics",
        Permission.onEach(Action.VIEW, On.EACH_TOPIC),
        ctx -> ctx.json(Stream.of("orders", "clicks").filter(Caller.of(ctx)::mayView).toList()));
    routes.get("/topics/{topic}", Permission.onTopic(Action.VIEW, TOPIC), ctx -> ctx.result("ok"));
    routes.post(
        "/topics/{topic}",
        Permission.onTopic(Action.PUBLISH, TOPIC),
        ctx -> ctx.result(ctx.body()));
    routes.post(
        "/replays/{topic}/{target}",
        Permission.onTopicAndTarget(
            Action.OPERATE,
            ctx -> {
              found.incrementAndGet();
              return new Resource(ctx.pathParam("topic"), ctx.pathParam("target"));
            }),
        ctx -> ctx.result(OperatorName.of(ctx).orElse("nobody")));
  }

  @AfterEach
  void close() {
    server.close();
    metrics.close();
  }

  private HttpResponse<String> send(String method, String path, @Nullable String authorization)
      throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(server.uri().resolve(path)).method(method, BodyPublishers.noBody());
    request.header(OperatorName.HEADER, "mallory");
    if (authorization != null) {
      request.header("Authorization", authorization);
    }
    return client.send(request.build(), BodyHandlers.ofString());
  }

  private HttpResponse<String> send(String method, String path, Token token)
      throws IOException, InterruptedException {
    return send(method, path, "Bearer " + token.secret());
  }

  private static JsonNode problem(HttpResponse<String> answer, int status, String slug)
      throws IOException {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(answer.headers().firstValue("Content-Type").orElse(""))
        .startsWith(Problem.MEDIA_TYPE);
    var problem = Json.json().readTree(answer.body());
    assertThat(problem.path("type").asText()).isEqualTo("urn:reprise:problem:" + slug);
    return problem;
  }

  @Test
  void headNeedsThePermissionOfGet() throws Exception {
    assertThat(send("HEAD", "/topics/orders", (String) null).statusCode()).isEqualTo(401);
    assertThat(send("HEAD", "/topics/clicks", ANN).statusCode()).isEqualTo(403);
    assertThat(send("HEAD", "/topics/orders", ANN).statusCode()).isEqualTo(200);
  }

  @Test
  void whoDoesNotSayWhoTheyAreIsAskedTo() throws Exception {
    var answer = send("GET", "/topics/orders", (String) null);

    problem(answer, 401, "unauthenticated");
    assertThat(answer.headers().firstValue("WWW-Authenticate"))
        .hasValue("Bearer realm=\"reprise\"");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"Bearer nobody", "bearer reprise_nobody", "Bearer", "Basic YTpi", "Bearer  "})
  void aTokenThatNobodyHasIsRefused(String authorization) throws Exception {
    var answer = send("GET", "/topics/orders", authorization);

    problem(answer, 401, "unauthenticated");
    assertThat(answer.headers().firstValue("WWW-Authenticate").orElse(""))
        .startsWith("Bearer realm=\"reprise\", error=\"invalid_");
    assertThat(answer.body()).doesNotContain("nobody", "YTpi");
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /topics/orders, 200",
    "GET, /topics/orders-eu, 200",
    "GET, /topics/clicks, 403",
    "GET, /topics, 200",
    "POST, /topics/orders, 403",
    "POST, /replays/orders/copy, 200",
    "POST, /replays/orders/other, 403",
    "POST, /replays/clicks/copy, 403",
    "GET, /metrics, 200"
  })
  void aCallerMayDoWhatThePolicyAllows(String method, String path, int status) throws Exception {
    assertThat(send(method, path, ANN).statusCode()).isEqualTo(status);
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /topics/orders, 403",
    "GET, /topics, 403",
    "POST, /topics/orders, 200",
    "POST, /replays/orders/copy, 403",
    "GET, /metrics, 403"
  })
  void aRoleHasNoOtherActions(String method, String path, int status) throws Exception {
    assertThat(send(method, path, CI).statusCode()).isEqualTo(status);
  }

  @Test
  void aRefusalNamesThePermissionThatIsMissing() throws Exception {
    var problem = problem(send("POST", "/replays/orders/other", ANN), 403, "forbidden");

    assertThat(problem.path("permission").asText())
        .isEqualTo("operate on topic 'orders' and target 'other'");
    assertThat(problem.path("detail").asText())
        .startsWith("ann lacks the permission: operate on topic 'orders' and target 'other'");
  }

  @Test
  void aCallerWithoutTheActionLearnsNothingAboutResources() throws Exception {
    problem(send("POST", "/replays/orders/copy", CI), 403, "forbidden");

    assertThat(found).hasValue(0);
  }

  @Test
  void anAnswerLeavesOutWhatTheCallerMayNotView() throws Exception {
    assertThat(send("GET", "/topics", ANN).body()).isEqualTo("[\"orders\"]");
  }

  @Test
  void theOperatorIsThePrincipalAndNotTheClaim() throws Exception {
    assertThat(send("POST", "/replays/orders/copy", ANN).body()).isEqualTo("ann");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/health/live", "/health/ready"})
  void everyoneMayAskForHealth(String path) throws Exception {
    assertThat(send("GET", path, (String) null).statusCode()).isEqualTo(200);
  }

  @Test
  void metricsNeedAPermission() throws Exception {
    problem(send("GET", "/metrics", (String) null), 401, "unauthenticated");
  }

  @Test
  void whatMayChangeSomethingAndWhatIsRefusedHasALine() throws Exception {
    send("POST", "/replays/orders/copy", ANN);
    send("POST", "/replays/orders/other", ANN);
    send("GET", "/topics/clicks", ANN);
    send("POST", "/replays/orders/copy", (String) null);
    send("POST", "/replays/orders/copy", "Bearer guessed");

    assertThat(lines())
        .containsExactly(
            "request was carried out who=ann action=operate on=\"topic 'orders' and target 'copy'\""
                + " method=POST path=/replays/orders/copy status=200 from=127.0.0.1",
            "request was refused who=ann action=operate on=\"topic 'orders' and target 'other'\""
                + " method=POST path=/replays/orders/other status=403 from=127.0.0.1",
            "request was refused who=ann action=view on=\"topic 'clicks'\""
                + " method=GET path=/topics/clicks status=403 from=127.0.0.1",
            "request was refused who=unknown action=operate on=\"\""
                + " method=POST path=/replays/orders/copy status=401 from=127.0.0.1",
            "request was refused who=unknown action=operate on=\"\""
                + " method=POST path=/replays/orders/copy status=401 from=127.0.0.1");
  }

  @Test
  void eachLineHasARecordInAFormatThatStays() throws Exception {
    send("POST", "/replays/orders/copy", ANN);
    send("GET", "/topics/clicks?token=planted", ANN);
    send("POST", "/replays/orders/copy", "Bearer guessed");
    send("GET", "/topics/orders", ANN);

    assertThat(records)
        .map(record -> record.replaceFirst("\"at\":\"[-0-9T:.]+Z\"", "\"at\":TIME"))
        .containsExactly(
            "ann {\"v\":1,\"at\":TIME,\"service\":\"worker\",\"instance\":\"w1\",\"principal\":\"ann\","
                + "\"action\":\"operate\",\"topic\":\"orders\",\"target\":\"copy\",\"method\":\"POST\","
                + "\"path\":\"/replays/orders/copy\",\"status\":200,\"outcome\":\"CARRIED_OUT\","
                + "\"from\":\"127.0.0.1\"}",
            "ann {\"v\":1,\"at\":TIME,\"service\":\"worker\",\"instance\":\"w1\",\"principal\":\"ann\","
                + "\"action\":\"view\",\"topic\":\"clicks\",\"method\":\"GET\",\"path\":\"/topics/clicks\","
                + "\"status\":403,\"outcome\":\"REFUSED\",\"from\":\"127.0.0.1\"}",
            " {\"v\":1,\"at\":TIME,\"service\":\"worker\",\"instance\":\"w1\",\"action\":\"operate\","
                + "\"method\":\"POST\",\"path\":\"/replays/orders/copy\",\"status\":401,"
                + "\"outcome\":\"REFUSED\",\"from\":\"127.0.0.1\"}");
  }

  @Test
  void aCallerWhoIsRefusedAgainAndAgainCannotFillTheTopic() throws Exception {
    int refused = 200;
    long start = System.nanoTime();
    for (int i = 0; i < refused; i++) {
      send("POST", "/replays/orders/other", ANN);
    }

    double seconds = (System.nanoTime() - start) / 1e9;
    double most = AuditLog.MOST_REFUSED_PER_SECOND * (1 + seconds);
    var scrape = send("GET", "/metrics", ANN).body();
    assertThat(lines()).hasSize(refused);
    assertThat(records).hasSizeLessThanOrEqualTo((int) most);
    assertThat(scrape)
        .contains("reprise_audit_omitted_total %.1f".formatted(refused - (double) records.size()))
        .contains("reprise_audit_lost_total 7.0");
    // What others do is recorded all the same.
    send("POST", "/replays/orders/copy", ANN);
    assertThat(records.get(records.size() - 1)).contains("CARRIED_OUT");
  }

  @Test
  void recordsThatCannotBeWrittenAreAWarningOfAServiceThatIsReady() throws Exception {
    assertThat(send("GET", "/health/ready", (String) null).body()).doesNotContain("warnings");

    sinkFault = "topic 'reprise.audit' cannot be written";

    var health = send("GET", "/health/ready", (String) null);
    assertThat(health.statusCode()).isEqualTo(200);
    assertThat(health.body())
        .contains("\"warnings\":{\"audit\":\"topic 'reprise.audit' cannot be written\"}");
    var status = Json.json().readTree(send("GET", "/api/v1/status", ANN).body());
    assertThat(status.path("ready").asBoolean()).isTrue();
    assertThat(status.at("/checks/0/name").asText()).isEqualTo("audit");
    assertThat(status.at("/checks/0/holds").asBoolean()).isFalse();
    assertThat(send("POST", "/replays/orders/copy", ANN).statusCode()).isEqualTo(200);
  }

  @Test
  void aNameOfACallerCannotForgeALine() {
    assertThat(AuditLog.printable("x\r\ny\" who=admin")).isEqualTo("x??y? who=admin");
    assertThat(AuditLog.printable("x".repeat(1_000))).isEqualTo("x".repeat(300) + "...");
    assertThat(AuditLog.printable(null)).isEmpty();
  }

  @Test
  void whatReadsAndWhatStoresEventsHasNoLine() throws Exception {
    send("GET", "/topics/orders", ANN);
    send("GET", "/health/live", (String) null);
    send("POST", "/topics/orders", CI);

    assertThat(lines()).isEmpty();
    assertThat(records).isEmpty();
  }

  private List<String> lines() {
    // A line is written before its answer is sent.
    return audit.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
  }
}
