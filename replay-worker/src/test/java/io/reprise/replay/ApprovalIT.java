package io.reprise.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.reprise.embedded.EmbeddedBroker;
import io.reprise.replay.approve.ApprovalRule;
import io.reprise.replay.approve.ApprovalsConfig;
import io.reprise.replay.approve.LimitsConfig;
import io.reprise.replay.journal.CommandRecord;
import io.reprise.replay.journal.ControlCodec;
import io.reprise.replay.state.ReplayCommand;
import io.reprise.replay.target.TargetConfig;
import io.reprise.runtime.access.AuthenticationConfig;
import io.reprise.runtime.access.NamePattern;
import io.reprise.runtime.access.Token;
import io.reprise.runtime.config.KafkaConfig;
import io.reprise.runtime.http.HttpConfig;
import io.reprise.runtime.json.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Replays that need an approval, on a real broker and through HTTP. Also writes commands straight
 * to the command topic, as somebody does who avoids the HTTP API.
 */
class ApprovalIT {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final int EVENTS = 200;
  private static final String REPLAYS = "/api/v1/replays";
  private static final Token ANN = Token.create(new SecureRandom());
  private static final Token BOB = Token.create(new SecureRandom());
  private static final Token OPERATOR = Token.create(new SecureRandom());
  private static final List<RuntimeException> FATAL = new CopyOnWriteArrayList<>();

  @TempDir static Path directory;

  private static EmbeddedBroker broker;
  private static WorkerService worker;

  private record Answer(int status, JsonNode body) {}

  @BeforeAll
  static void start() throws Exception {
    broker = EmbeddedBroker.startTemporary();
    var topics = new TopicFixture(broker.bootstrapServers());
    topics.create("orders", 2);
    topics.publish("orders", EVENTS, 10);
    topics.create("copy", 2);
    topics.create("free", 2);
    worker = WorkerService.start(config(), FATAL::add);
  }

  @AfterAll
  static void stop() {
    worker.close();
    broker.close();
    assertThat(FATAL).isEmpty();
  }

  private static WorkerConfig config() throws IOException {
    var tokens =
        "tokens: [{principal: ann, sha256: '%s'}, {principal: bob, sha256: '%s'}, {principal: oz, sha256: '%s'}]"
            .formatted(ANN.sha256Hex(), BOB.sha256Hex(), OPERATOR.sha256Hex());
    // Ann may approve what others request, so only the coordinator keeps her from her own replay.
    var policy =
        """
        bindings:
        - {principal: ann, role: admin, topics: ['*'], targets: ['*']}
        - {principal: bob, role: approver, topics: ['*'], targets: ['*']}
        - {principal: oz, role: operator, topics: ['*'], targets: ['*']}
        """;
    var authentication =
        new AuthenticationConfig(
            Files.writeString(directory.resolve("tokens.yaml"), tokens),
            Files.writeString(directory.resolve("policy.yaml"), policy));
    return new WorkerConfig(
        "w1",
        new KafkaConfig(broker.bootstrapServers(), null),
        new WorkerConfig.Control(null, 2, (short) 1, Duration.ofSeconds(3), null),
        new HttpConfig("127.0.0.1", 0, null, authentication, false),
        Map.<String, TargetConfig>of(
            "copy", new TargetConfig.KafkaTopic("copy"),
            "free", new TargetConfig.KafkaTopic("free")),
        2,
        null,
        null,
        null,
        null,
        null,
        null,
        new ApprovalsConfig(
            null, List.of(new ApprovalRule(List.of(new NamePattern("copy")), null, null, false))),
        new LimitsConfig(null, 1, null, null));
  }

  @Test
  void runsOnceAnotherPersonHasApprovedThePlan() throws Exception {
    var requested = request("copy");

    assertThat(requested.path("state").asText()).isEqualTo("AWAITING_APPROVAL");
    assertThat(requested.path("approvers")).hasSize(1);
    assertThat(requested.at("/approvers/0").asText()).isEqualTo("bob");
    var path = REPLAYS + "/" + requested.path("id").asText();
    var body = hash(requested);
    assertRefused(post(ANN, path + "/approve", body), "cannot approve it: another person");
    assertThat(post(OPERATOR, path + "/approve", body).status()).isEqualTo(403);
    assertRefused(post(BOB, path + "/approve", "{\"planHash\":\"0123456789\"}"), "read its plan");

    var approved = post(BOB, path + "/approve", body);

    assertThat(approved.status()).as(approved.body().toString()).isEqualTo(200);
    awaitState(path, "COMPLETED");
    var summary = get(path).path("summary");
    assertThat(summary.path("startedBy").asText()).isEqualTo("ann");
    assertThat(summary.at("/approval/outcome").asText()).isEqualTo("APPROVED");
    assertThat(summary.at("/approval/decidedBy").asText()).isEqualTo("bob");
    await()
        .atMost(LIMIT)
        .untilAsserted(
            () ->
                assertThat(audited(path + "/approve"))
                    .containsExactly("ann 409", "oz 403", "bob 409", "bob 200"));
  }

  @Test
  void endsWhenAnotherPersonRefuses() throws Exception {
    var requested = request("copy");
    var path = REPLAYS + "/" + requested.path("id").asText();

    var refused =
        post(
            BOB,
            path + "/refuse",
            "{\"planHash\":\"%s\",\"comment\":\"wrong range\"}"
                .formatted(requested.path("planHash").asText()));

    assertThat(refused.body().path("state").asText()).isEqualTo("CANCELLED");
    assertThat(refused.body().at("/approval/comment").asText()).isEqualTo("wrong range");
    assertRefused(post(BOB, path + "/approve", hash(requested)), "only an AWAITING_APPROVAL");
    await()
        .atMost(LIMIT)
        .untilAsserted(() -> assertThat(audited(path + "/refuse")).containsExactly("bob 200"));
  }

  @Test
  void startsAtOnceWhatNoRuleNames() throws Exception {
    var started = request("free");

    awaitState(REPLAYS + "/" + started.path("id").asText(), "COMPLETED");
  }

  @Test
  void runsNoMoreReplaysOfOnePersonThanTheLimit() throws Exception {
    var slow = spec("free").replace("}}", "},\"throttle\":{\"recordsPerSecond\":1}}");
    var running = start(ANN, slow);
    var path = REPLAYS + "/" + running.body().path("id").asText();

    assertThat(running.body().path("state").asText()).isEqualTo("RUNNING");
    assertRefused(start(ANN, slow), "limits.replaysPerPerson is 1, and ann has 1 running");
    var other = start(OPERATOR, spec("free"));

    assertThat(other.status()).as(other.body().toString()).isEqualTo(201);
    awaitState(REPLAYS + "/" + other.body().path("id").asText(), "COMPLETED");
    assertThat(post(ANN, path + "/cancel", "{}").status()).isEqualTo(200);
    awaitState(path, "CANCELLED");
  }

  @Test
  void aForgedStartIsRefusedByTheCoordinator() throws Exception {
    var created = post(ANN, REPLAYS, "{\"spec\":" + spec("copy") + "}").body();
    var id = created.path("id").asText();

    forge(id, "bob", true, new ReplayCommand.Start(created.path("planHash").asText()));

    assertThat(awaitRefusals(id))
        .singleElement(STRING)
        .contains("needs the approval of another person, because its target is 'copy'");
    assertThat(get(REPLAYS + "/" + id).at("/summary/state").asText()).isEqualTo("PLANNED");
  }

  @Test
  void aForgedApprovalThatNobodyHasVerifiedIsRefusedByTheCoordinator() throws Exception {
    var requested = request("copy");
    var id = requested.path("id").asText();

    forge(id, "bob", false, new ReplayCommand.Approve(requested.path("planHash").asText()));

    assertThat(awaitRefusals(id)).singleElement(STRING).startsWith("the approver of replay");
    assertThat(get(REPLAYS + "/" + id).at("/summary/state").asText())
        .isEqualTo("AWAITING_APPROVAL");
  }

  private static List<String> awaitRefusals(String id) {
    await()
        .atMost(LIMIT)
        .until(() -> !CommittedRefusals.of(id, broker.bootstrapServers()).isEmpty());
    return CommittedRefusals.of(id, broker.bootstrapServers());
  }

  private static void forge(String id, String by, boolean authenticated, ReplayCommand command)
      throws Exception {
    var record =
        new CommandRecord(
            UUID.randomUUID().toString(), id, by, authenticated, Instant.now(), command);
    try (var producer =
        new KafkaProducer<>(
            Map.<String, Object>of("bootstrap.servers", broker.bootstrapServers()),
            new StringSerializer(),
            new ByteArraySerializer())) {
      producer
          .send(new ProducerRecord<>("reprise.commands", id, ControlCodec.encode(record)))
          .get();
    }
  }

  /** Returns the sender and the status of the audited requests of a path, oldest first. */
  private static List<String> audited(String path) throws Exception {
    var page = get("/api/v1/topics/reprise.audit/partitions/0/records?limit=500");
    var requests = new ArrayList<String>();
    for (var record : page.path("records")) {
      var value = Base64.getDecoder().decode(record.path("valueBase64").asText());
      var request = Json.json().readTree(value);
      if (request.path("path").asText().equals(path)) {
        requests.add(request.path("principal").asText() + " " + request.path("status").asText());
      }
    }
    return requests;
  }

  private static Answer start(Token by, String spec) throws Exception {
    var plan = post(by, "/api/v1/plans", spec).body();
    return post(
        by,
        REPLAYS,
        "{\"start\":true,\"again\":true,\"planHash\":\"%s\",\"spec\":%s}"
            .formatted(plan.path("hash").asText(), spec));
  }

  private static JsonNode request(String target) throws Exception {
    var answer = start(ANN, spec(target));
    assertThat(answer.status()).as(answer.body().toString()).isEqualTo(201);
    return answer.body();
  }

  private static String spec(String target) {
    return "{\"reason\":\"test\",\"target\":\"%s\",\"source\":{\"topic\":\"orders\"}}"
        .formatted(target);
  }

  private static String hash(JsonNode replay) {
    return "{\"planHash\":\"" + replay.path("planHash").asText() + "\"}";
  }

  private static void assertRefused(Answer answer, String sentence) {
    assertThat(answer.status()).isEqualTo(409);
    assertThat(answer.body().path("detail").asText()).contains(sentence);
  }

  private static void awaitState(String path, String state) {
    await().atMost(LIMIT).until(() -> get(path).at("/summary/state").asText().equals(state));
  }

  private static JsonNode get(String path) throws Exception {
    return send(ANN, path, HttpRequest.newBuilder().GET()).body();
  }

  private static Answer post(Token token, String path, String body) throws Exception {
    return send(token, path, HttpRequest.newBuilder().POST(BodyPublishers.ofString(body)));
  }

  private static Answer send(Token token, String path, HttpRequest.Builder request)
      throws Exception {
    var answer =
        HttpClient.newHttpClient()
            .send(
                request
                    .uri(URI.create(worker.uri() + path))
                    .header("Authorization", "Bearer " + token.secret())
                    .header("Content-Type", "application/json")
                    .timeout(LIMIT)
                    .build(),
                BodyHandlers.ofString());
    return new Answer(answer.statusCode(), Json.json().readTree(answer.body()));
  }
}
