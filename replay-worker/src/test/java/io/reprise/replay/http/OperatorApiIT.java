package io.reprise.replay.http;

import static java.util.concurrent.CompletableFuture.supplyAsync;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.reprise.embedded.EmbeddedBroker;
import io.reprise.replay.Samples;
import io.reprise.replay.WorkerConfig;
import io.reprise.replay.WorkerService;
import io.reprise.replay.journal.CommandRecord;
import io.reprise.replay.journal.ControlCodec;
import io.reprise.replay.state.ReplayCommand;
import io.reprise.replay.target.TargetConfig;
import io.reprise.runtime.config.KafkaConfig;
import io.reprise.runtime.http.HttpConfig;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Shows guarantee 13 of docs/liveness.md. */
class OperatorApiIT {
  private static final int EVENTS = 2_000;
  private static final int MALFORMED = 2_000;

  /** Too many verifications at once, a defect, or a Kafka or object store that does not answer. */
  private static final List<Integer> ONLY_UNDER_LOAD_OR_FAILURE = List.of(429, 500, 502, 503, 504);

  /** Operations that this test's worker always refuses. {@code ApprovalIT} shows their success. */
  private static final Set<String> ONLY_WITH_AUTHENTICATION =
      Set.of("POST /api/v1/replays/{id}/approve", "POST /api/v1/replays/{id}/refuse");

  private static EmbeddedBroker broker;
  private static Admin admin;
  private static WorkerService worker;
  private static ApiClient api;

  @BeforeAll
  static void start() throws Exception {
    broker = EmbeddedBroker.startTemporary();
    admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()));
    admin
        .createTopics(
            List.of(
                new NewTopic("orders", 2, (short) 1),
                new NewTopic("copy", 2, (short) 1),
                new NewTopic("twice", 2, (short) 1),
                new NewTopic("narrow", 1, (short) 1),
                new NewTopic("tiny", 2, (short) 1).configs(Map.of("max.message.bytes", "100"))))
        .all()
        .get();
    publish();
    var read = Map.of(new TopicPartition("orders", 0), new OffsetAndMetadata(5));
    admin.alterConsumerGroupOffsets("readers", read).all().get();
    admin.alterConsumerGroupOffsets("a/b", read).all().get();
    worker = WorkerService.start(config(), fault -> {});
    api = new ApiClient(worker.uri());
  }

  @AfterAll
  static void stop() {
    worker.close();
    admin.close();
    broker.close();
  }

  @Test
  void aPlanHasTheTimesOfTheFirstAndTheLastRecordOfEachPartition() {
    // A plan waits only some seconds for these times, which a busy machine may exceed.
    await()
        .atMost(Duration.ofMinutes(1))
        .untilAsserted(
            () -> {
              var plan = ApiClient.json(api.post("/api/v1/plans", spec("copy", "0", "latest")));
              assertThat(plan.path("partitions")).hasSize(2).allSatisfy(OperatorApiIT::hasTimes);
            });
  }

  private static void hasTimes(JsonNode planned) {
    assertThat(planned.path("firstRecordAt").isTextual()).isTrue();
    var first = Instant.parse(planned.path("firstRecordAt").asText());
    assertThat(first).isAfter(Instant.now().minus(Duration.ofHours(1)));
    assertThat(Instant.parse(planned.path("lastRecordAt").asText())).isAfterOrEqualTo(first);
  }

  @Test
  void runsAReplayFromPlanToVerifiedReceipt() {
    var plan = api.post("/api/v1/plans", spec("copy", "0", "latest"));
    assertThat(plan.statusCode()).isEqualTo(200);
    var hash = ApiClient.json(plan).path("hash").asText();

    var created =
        api.post(
            "/api/v1/replays",
            "{\"spec\":%s,\"planHash\":\"%s\",\"start\":true,\"again\":true}"
                .formatted(spec("copy", "0", "latest"), hash));
    assertThat(created.statusCode()).as(created.body()).isEqualTo(201);
    var id = ApiClient.json(created).path("id").asText();

    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> summary(id).path("state").asText().equals("COMPLETED"));
    assertThat(summary(id).path("startedBy").asText()).isEqualTo(ApiClient.OPERATOR);
    var receipt = ApiClient.json(api.get("/api/v1/replays/" + id + "/receipt"));
    assertThat(receipt.path("complete").asBoolean()).isTrue();
    assertThat(receipt.path("delivered").asLong()).isEqualTo(EVENTS);
    var verified = ApiClient.json(api.post("/api/v1/replays/" + id + "/verify", ""));
    assertThat(verified.path("verified").asBoolean()).as(verified.toString()).isTrue();
    assertThat(verified.path("targetRecords").asLong()).isEqualTo(EVENTS);

    var stream = api.stream("/api/v1/replays/" + id + "/events");
    assertThat(stream).contains("event: end").contains("\"state\":\"COMPLETED\"");
    assertGroupsMoveToTheBoundsOf(receipt);
  }

  /** A rewind goes to the start of what the replay has read, a forward to its end. */
  private static void assertGroupsMoveToTheBoundsOf(JsonNode receipt) {
    var range = receipt.at("/partitions/0/range");
    var body = "{\"kind\":\"%s\",\"topic\":\"orders\",\"partitions\":[0],\"replay\":\"%s\"}";
    var id = receipt.path("replay").asText();

    var back = ApiClient.json(api.post("/api/v1/groups/a%2Fb/plans", body.formatted("REWIND", id)));
    var on = ApiClient.json(api.post("/api/v1/groups/a%2Fb/plans", body.formatted("FORWARD", id)));

    assertThat(back.path("group").asText()).isEqualTo("a/b");
    assertThat(back.at("/partitions/0/to")).isEqualTo(range.path("from"));
    assertThat(on.at("/partitions/0/to")).isEqualTo(range.path("to"));
  }

  @Test
  void aRangeThatWasDeliveredIntoTheTargetBeforeIsNamedAndNeedsAgain() {
    var first = start("twice", "0", "500", "");
    assertThat(first.statusCode()).as(first.body()).isEqualTo(201);
    var id = ApiClient.json(first).path("id").asText();
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> summary(id).path("state").asText().equals("COMPLETED"));
    var replays = count();

    var plan = ApiClient.json(api.post("/api/v1/plans", spec("alias", "499", "600")));
    var refused = start("alias", "499", "600", "");
    var later = ApiClient.json(api.post("/api/v1/plans", spec("twice", "500", "600")));
    var elsewhere = ApiClient.json(api.post("/api/v1/plans", spec("copy", "499", "600")));

    var before = plan.path("deliveredBefore");
    assertThat(before).hasSize(1);
    assertThat(before.at("/0/replay").asText()).isEqualTo(id);
    assertThat(before.at("/0/state").asText()).isEqualTo("COMPLETED");
    assertThat(before.at("/0/startedBy").asText()).isEqualTo(ApiClient.OPERATOR);
    assertThat(before.at("/0/delivered").asLong()).isEqualTo(1_000);
    assertThat(before.at("/0/partitions")).hasSize(2);
    assertThat(refused.statusCode()).as(refused.body()).isEqualTo(409);
    assertThat(refused.body()).contains(id, "started by " + ApiClient.OPERATOR, "--again");
    assertThat(count()).as("nothing was stored").isEqualTo(replays);
    assertThat(later.has("deliveredBefore")).isFalse();
    assertThat(elsewhere.at("/deliveredBefore").findValuesAsText("replay")).doesNotContain(id);
    assertThat(start("alias", "499", "600", ",\"again\":true").statusCode()).isEqualTo(201);
  }

  @Test
  void aTopicThatDoesNotExistIsCreatedLikeTheSourceAndThePlanNamesItsId() throws Exception {
    var spec = spec("shadow:orders-shadow", "0", "500");
    var topic = "/api/v1/topics/orders-shadow";

    var plan = ApiClient.json(api.post("/api/v1/plans", spec));
    assertThat(plan.at("/createsTopic/name").asText()).isEqualTo("orders-shadow");
    assertThat(plan.at("/createsTopic/partitions").asInt()).isEqualTo(2);
    assertThat(plan.path("notes").toString()).contains("topic 'orders-shadow' does not exist");
    assertThat(plan.has("targetTopic")).isFalse();
    assertThat(api.get(topic).statusCode()).as("a plan creates nothing").isEqualTo(404);

    var started = start("shadow:orders-shadow", "0", "500", "");
    assertThat(started.statusCode()).as(started.body()).isEqualTo(201);
    var id = ApiClient.json(started).path("id").asText();
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> summary(id).path("state").asText().equals("COMPLETED"));
    var created = ApiClient.json(api.get(topic));
    var stored = ApiClient.json(api.get("/api/v1/replays/" + id)).path("plan");
    assertThat(created.path("partitions")).hasSize(2);
    assertThat(stored.at("/targetTopic/id")).isEqualTo(created.path("topicId"));
    assertThat(stored.path("hash")).isEqualTo(plan.path("hash"));
    assertThat(stored.path("notes").toString()).contains("was created for this replay");
    var verified = ApiClient.json(api.post("/api/v1/replays/" + id + "/verify", ""));
    assertThat(verified.path("verified").asBoolean()).as(verified.toString()).isTrue();
    assertThat(verified.path("targetRecords").asLong()).isEqualTo(1_000);

    var again = ApiClient.json(api.post("/api/v1/plans", spec));
    assertThat(again.has("createsTopic")).isFalse();
    assertThat(again.path("notes").toString())
        .contains("topic 'orders-shadow' exists already, with 2 partitions as the source has");
    assertThat(again.at("/deliveredBefore/0/replay").asText()).isEqualTo(id);
    assertThat(start("shadow:orders-shadow", "0", "500", "").statusCode()).isEqualTo(409);

    admin.deleteTopics(List.of("orders-shadow")).all().get();
    await().atMost(Duration.ofSeconds(30)).until(() -> api.get(topic).statusCode() == 404);
    var anew = ApiClient.json(api.post("/api/v1/plans", spec));
    assertThat(anew.has("createsTopic")).isTrue();
    assertThat(anew.has("deliveredBefore")).as("its copies are gone").isFalse();
    assertOneTopicForTwoRequestsAtOnce();
  }

  private static void assertOneTopicForTwoRequestsAtOnce() {
    var body = "{\"spec\":%s}".formatted(spec("shadow:twin-shadow", "0", "500"));
    var answers =
        Stream.generate(() -> new ApiClient(worker.uri()))
            .limit(2)
            .map(client -> supplyAsync(() -> client.post("/api/v1/replays", body)))
            .toList()
            .stream()
            .map(CompletableFuture::join)
            .toList();

    var id = ApiClient.json(api.get("/api/v1/topics/twin-shadow")).path("topicId");
    for (var answer : answers) {
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
      var replay = "/api/v1/replays/" + ApiClient.json(answer).path("id").asText();
      assertThat(ApiClient.json(api.get(replay)).at("/plan/targetTopic/id")).isEqualTo(id);
    }
  }

  private static HttpResponse<String> start(String target, String from, String to, String more) {
    var spec = spec(target, from, to);
    var hash = ApiClient.json(api.post("/api/v1/plans", spec)).path("hash").asText();
    return api.post(
        "/api/v1/replays",
        "{\"spec\":%s,\"planHash\":\"%s\",\"start\":true%s}".formatted(spec, hash, more));
  }

  @Test
  void listsReplaysInPagesNewestFirst() {
    var ids = new java.util.ArrayList<String>();
    for (int i = 0; i < 3; i++) {
      var body = "{\"spec\":%s}".formatted(spec("copy", "0", "latest"));
      ids.add(0, ApiClient.json(api.post("/api/v1/replays", body)).path("id").asText());
    }
    var planned = "/api/v1/replays?state=planned&topic=orders&target=copy&limit=2";

    var first = ApiClient.json(api.get(planned));
    var second = ApiClient.json(api.get(planned + "&cursor=" + first.path("next").asText()));
    var all = ApiClient.json(api.get("/api/v1/replays"));

    assertThat(first.path("replays").findValuesAsText("id")).isEqualTo(ids.subList(0, 2));
    assertThat(first.path("next").asText()).isEqualTo(ids.get(1));
    assertThat(second.path("replays").path(0).path("id").asText()).isEqualTo(ids.get(2));
    assertThat(all.isArray()).isTrue();
    assertThat(all.findValuesAsText("id")).contains(ids.toArray(String[]::new)).isSorted();
    var made = all.path(all.size() - 1).path("createdAt").asText();
    assertThat(ApiClient.json(api.get(planned + "&from=" + made)).path("replays")).isNotEmpty();
    assertThat(ApiClient.json(api.get(planned + "&from=2999-01-01T00:00:00Z")).path("replays"))
        .isEmpty();
    assertThat(ApiClient.json(api.get("/api/v1/replays?limit=9&topic=users")).path("replays"))
        .isEmpty();
    assertThat(ApiClient.json(api.get("/api/v1/replays?limit=9&target=none"))).hasSize(1);
    assertThat(api.get("/api/v1/replays?to=noon").statusCode()).isEqualTo(400);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "404 | unknown-topic    | {'reason':'r','target':'copy','source':{'topic':'ordres'}} |"
            + " ordres",
        "404 | unknown-target   | {'reason':'r','target':'cpoy','source':{'topic':'orders'}} |"
            + " copy",
        "422 | plan-refused     |"
            + " {'reason':'r','target':'copy','source':{'topic':'orders','partitions':[7]}} |"
            + " partition 7",
        "422 | plan-refused     |"
            + " {'reason':'r','target':'copy','source':{'topic':'orders','from':9,'to':5}} | from 9"
            + " is above to 5",
        "422 | plan-refused     |"
            + " {'reason':'r','target':'copy','source':{'topic':'orders','to':999999}} | beyond the"
            + " log's end",
        "422 | plan-refused     | {'reason':'r','target':'narrow','source':{'topic':'orders'}} |"
            + " add partitions",
        "400 | invalid-json     |"
            + " {'reason':'r','target':'copy','source':{'topic':'orders'},'throttle':{'recordsPerSecond':0}}"
            + " | at least 1",
        "400 | invalid-json     | {'reason':'r','target':'copy','sorce':{'topic':'orders'}} |"
            + " source",
        "400 | invalid-json     | {'target':'copy','source':{'topic':'orders'}} | reason is"
            + " missing",
        "400 | invalid-json     |"
            + " {'reason':'r','target':'copy','source':{'topic':'orders','from':'yesterday'}} |"
            + " yesterday",
        "400 | invalid-json     |"
            + " {'reason':'r','ordering':'SORTED','target':'copy','source':{'topic':'orders'}} |"
            + " UNORDERED",
      })
  void refusesAnInvalidSpecInOneSentence(int status, String kind, String spec, String names) {
    var answer = api.post("/api/v1/plans", spec.replace('\'', '"'));

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    var problem = ApiClient.json(answer);
    assertThat(problem.path("type").asText()).endsWith(":" + kind);
    assertThat(problem.path("detail").asText()).contains(names);
  }

  @Test
  void refusesAPlanThatNoLongerHolds() {
    var answer =
        api.post(
            "/api/v1/replays",
            "{\"spec\":%s,\"planHash\":\"0123456789abcdef\",\"start\":true}"
                .formatted(spec("copy", "0", "10")));

    assertThat(answer.statusCode()).isEqualTo(409);
    assertThat(answer.body()).contains("no longer holds");
  }

  @Test
  void readsAPageOfRecordsByOffset() {
    var page =
        ApiClient.json(api.get("/api/v1/topics/orders/partitions/0/records?from=3&to=13&limit=4"));

    assertThat(page.path("records")).hasSize(4);
    assertThat(page.path("records").path(0).path("offset").asLong()).isEqualTo(3);
    assertThat(page.path("next").asLong()).isEqualTo(7);
    assertThat(page.path("to").asLong()).isEqualTo(13);
  }

  @Test
  void findsTheFirstOffsetOfEachPartitionAtATime() {
    var offsets = "/api/v1/topics/orders/offsets?time=";

    var first = ApiClient.json(api.get(offsets + "2000-01-01T00:00:00Z"));
    var none = ApiClient.json(api.get(offsets + Instant.now().plusSeconds(3_600)));

    assertThat(first.at("/partitions/0/offset").asLong()).isZero();
    assertThat(first.at("/partitions/1/offset").asLong()).isZero();
    long ends = none.at("/partitions/0/offset").asLong() + none.at("/partitions/1/offset").asLong();
    assertThat(ends).isEqualTo(EVENTS);
    assertThat(api.get("/api/v1/topics/orders/offsets").statusCode()).isEqualTo(400);
  }

  @Test
  void answersMalformedRequestsWithoutFailingOrStartingAnything() {
    var before = count();
    var malformed = new MalformedRequests(20_260_101L);

    for (int i = 0; i < MALFORMED; i++) {
      var request = malformed.next();
      HttpResponse<String> answer = api.send(request.method(), request.path(), request.body());
      assertThat(answer.statusCode()).as("%s -> %s", request, answer.body()).isBetween(400, 499);
    }
    assertThat(count()).isEqualTo(before);
  }

  @Test
  void servesTheCommittedDocument() {
    assertThat(api.get("/api/v1/openapi.yaml").body()).isEqualTo(OpenApiContract.text());
  }

  /** {@link ApiClient} checks each of these responses against the document. */
  @Test
  void givesEveryDocumentedStatusOfAWorkingCluster() {
    var client = new ApiClient(worker.uri());
    var calls = new DocumentedCalls(client);

    calls.readEverything();
    calls.refuseWhatIsNotThere();
    calls.moveAGroup();
    calls.runOneReplayThroughItsLife();
    calls.retryOneThatFails();
    createOneThatIsTooLargeToVerify();
    calls.refuseToVerify(Samples.ID);

    for (var operation : OpenApiContract.operations()) {
      var expected = OpenApiContract.statuses(operation);
      expected.removeAll(ONLY_UNDER_LOAD_OR_FAILURE);
      // The worker of this test does not authenticate.
      expected.removeAll(Set.of(401, 403));
      if (ONLY_WITH_AUTHENTICATION.contains(operation)) {
        expected.remove(200);
      }
      assertThat(client.seen().get(operation)).as(operation).isEqualTo(expected);
    }
  }

  /** Writes the command itself, because no topic of this test has 100 million offsets. */
  private static void createOneThatIsTooLargeToVerify() {
    var command =
        new CommandRecord(
            UUID.randomUUID().toString(),
            Samples.ID,
            "test",
            Samples.NOON,
            new ReplayCommand.Create(Samples.plan(100_000_001L, 1)));
    try (var producer = producer()) {
      producer.send(
          new ProducerRecord<>("reprise.commands", Samples.ID, ControlCodec.encode(command)));
    }
  }

  private static int count() {
    return ApiClient.json(api.get("/api/v1/replays")).size();
  }

  private static JsonNode summary(String id) {
    return ApiClient.json(api.get("/api/v1/replays/" + id)).path("summary");
  }

  private static String spec(String target, String from, String to) {
    return "{\"reason\":\"test\",\"target\":\"%s\",\"source\":{\"topic\":\"orders\",\"from\":\"%s\",\"to\":\"%s\"}}"
        .formatted(target, from, to);
  }

  private static WorkerConfig config() {
    return new WorkerConfig(
        "w1",
        new KafkaConfig(broker.bootstrapServers(), null),
        new WorkerConfig.Control(null, 8, (short) 1, Duration.ofSeconds(3), null),
        new HttpConfig("127.0.0.1", 0),
        Map.of(
            "copy", new TargetConfig.KafkaTopic("copy"),
            "twice", new TargetConfig.KafkaTopic("twice"),
            "alias", new TargetConfig.KafkaTopic("twice"),
            "narrow", new TargetConfig.KafkaTopic("narrow"),
            "tiny", new TargetConfig.KafkaTopic("tiny"),
            "gone", new TargetConfig.KafkaTopic("no-such-topic"),
            "shadow", new TargetConfig.KafkaTopicPattern("*-shadow"),
            "nowhere", new TargetConfig.Discard(null)),
        2);
  }

  private static KafkaProducer<String, byte[]> producer() {
    return new KafkaProducer<>(
        Map.of("bootstrap.servers", broker.bootstrapServers()),
        new StringSerializer(),
        new ByteArraySerializer());
  }

  private static void publish() {
    try (var producer = producer()) {
      for (int i = 0; i < EVENTS; i++) {
        var value = ("event " + i).getBytes(StandardCharsets.UTF_8);
        producer.send(new ProducerRecord<>("orders", "user-" + i % 50, value));
      }
    }
  }
}
