package io.reprise.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.reprise.embedded.EmbeddedBroker;
import io.reprise.replay.browse.ParkedSelection;
import io.reprise.replay.browse.TopicBrowser;
import io.reprise.replay.checkpoint.ShardState;
import io.reprise.replay.deliver.DeliveryObserver;
import io.reprise.replay.operate.RepeatedDelivery;
import io.reprise.replay.park.ParkedMarker;
import io.reprise.replay.plan.PlanRefusedException;
import io.reprise.replay.spec.OnError;
import io.reprise.replay.spec.ParkedLimit;
import io.reprise.replay.spec.ReplaySpec;
import io.reprise.replay.spec.SourceRange;
import io.reprise.replay.spec.Throttle;
import io.reprise.replay.state.ReplayState;
import io.reprise.store.kafka.KafkaEventLog;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Replays that park the records which their target refuses, on a real broker. Every tenth record of
 * the source has no key, and the targets are compacted topics, which refuse such records.
 */
class ParkedReplayIT {
  private static final Duration LIMIT = Duration.ofSeconds(120);
  private static final int PARTITIONS = 4;
  private static final int EVENTS = 2_000;
  private static final int EVERY = 10;
  private static final Map<String, String> COMPACTED =
      Map.of("cleanup.policy", "compact", "segment.ms", "604800000");
  private static final List<RuntimeException> FATAL = new CopyOnWriteArrayList<>();

  private static EmbeddedBroker broker;
  private static Admin admin;
  private static TopicFixture topics;
  private static ReplayEngine engine;

  @BeforeAll
  static void publish() throws Exception {
    broker = EmbeddedBroker.startTemporary();
    admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()));
    topics = new TopicFixture(broker.bootstrapServers());
    topics.create("orders", PARTITIONS);
    topics.create("keyed", PARTITIONS, COMPACTED);
    topics.create("small", PARTITIONS, COMPACTED);
    topics.create("gone", PARTITIONS, COMPACTED);
    topics.create("limited", PARTITIONS, COMPACTED);
    Map<String, Object> client = Map.of("bootstrap.servers", broker.bootstrapServers());
    try (var producer =
        new KafkaProducer<>(client, new ByteArraySerializer(), new ByteArraySerializer())) {
      for (int i = 0; i < EVENTS; i++) {
        producer.send(new ProducerRecord<>("orders", i % PARTITIONS, key(i), bytes("event " + i)));
      }
    }
    engine =
        RowWorker.start(
            ParkingWorker.config("w1", broker.bootstrapServers()),
            DeliveryObserver.NONE,
            FATAL::add);
  }

  @AfterAll
  static void stop() {
    engine.close();
    admin.close();
    broker.close();
    assertThat(FATAL).isEmpty();
  }

  @Test
  void aKilledWorkerLosesNoParkedRecordAndParksNoneTwice() throws Exception {
    var doomed = process();
    try {
      await().atMost(LIMIT).until(() -> engine.slotsOwned() == 2);
      var id = start("keyed", new Throttle(100L, null));
      await().atMost(LIMIT).until(() -> hasParked(id, "doomed"));

      doomed.destroyForcibly().waitFor();
      engine.operations().changeRate(id, Throttle.NONE, "test");

      awaitCompleted(id);
      assertEachRecordOnce("keyed", "keyed.parked", id);
      assertProven(id);
      assertThat(engine.operations().shards(id).values())
          .as("leases of the shards that were taken over")
          .anyMatch(shard -> shard.leaseEpoch() > 1);
    } finally {
      doomed.destroyForcibly();
    }
  }

  @Test
  void aParkedRecordThatIsGoneContradictsTheReceipt() throws Exception {
    var id = start("small", Throttle.NONE);
    awaitCompleted(id);
    assertProven(id);
    var again = start("small", Throttle.NONE);
    awaitCompleted(again);
    assertProven(again);
    assertCauseIsFound(id);

    var first = parked("small.parked").get(0);
    var place = new TopicPartition("small.parked", first.partition());
    admin
        .deleteRecords(Map.of(place, RecordsToDelete.beforeOffset(first.offset() + 1)))
        .all()
        .get();

    var verification = engine.operations().verify(id);
    assertThat(verification.verified()).isFalse();
    assertThat(verification.findings())
        .anyMatch(finding -> finding.contains("no longer holds its oldest records"))
        .anyMatch(finding -> finding.contains("parked records, the parked topic holds"));
  }

  @Test
  void tooManyParkedRecordsPauseTheReplayUntilItIsResumed() {
    var limit = new ParkedLimit(0.05, 20);
    var id = start(spec("limited", new Throttle(100L, null), limit));

    await().atMost(LIMIT).until(() -> state(id) instanceof ReplayState.Paused);

    assertThat(((ReplayState.Paused) state(id)).cause())
        .startsWith("the replay has paused by itself: ")
        .contains("more than 5 % and 20 records");
    assertThat(engine.operations().receipt(id).parked()).isBetween(21L, EVENTS / EVERY - 1L);
    engine.operations().changeRate(id, Throttle.NONE, "test");
    // The replay may pause again when the number of parked records has doubled.
    await().atMost(LIMIT).until(() -> isFinalAfterResume(id));
    assertThat(state(id)).isInstanceOf(ReplayState.CompletedWithParked.class);
    assertProven(id);
  }

  private static boolean isFinalAfterResume(String id) {
    if (state(id) instanceof ReplayState.Paused) {
      engine.operations().resume(id, "test");
    }
    return state(id).isFinal();
  }

  @Test
  void aDeletedParkedTopicEndsTheReplayAsFailed() throws Exception {
    var id = start("gone", new Throttle(100L, null));
    await().atMost(LIMIT).until(() -> !parked("gone.parked").isEmpty());

    engine.operations().pause(id, "test");
    await().atMost(LIMIT).until(() -> state(id) instanceof ReplayState.Paused);
    admin.deleteTopics(List.of("gone.parked")).all().get();
    engine.operations().resume(id, "test");

    await().atMost(LIMIT).until(() -> state(id) instanceof ReplayState.Failed);
    assertThat(((ReplayState.Failed) state(id)).cause())
        .contains("parked topic 'gone.parked' was deleted");
  }

  @Test
  void aCompactedParkedTopicIsRefused() throws Exception {
    topics.create("gone-too", PARTITIONS, COMPACTED);
    topics.create("gone-too.parked", 1, COMPACTED);
    var spec = spec("shadow:gone-too", Throttle.NONE);

    assertThatThrownBy(() -> engine.operations().plan(spec))
        .isInstanceOf(PlanRefusedException.class)
        .hasMessageContaining("topic 'gone-too.parked' takes the parked records and is compacted");
  }

  private static void assertEachRecordOnce(String target, String parked, String id) {
    var origins = new HashMap<String, ConsumerRecord<byte[], byte[]>>();
    for (var record : topics.readAll("orders")) {
      if (record.key() == null) {
        origins.put(record.partition() + "@" + record.offset(), record);
      }
    }
    for (var record : parked(parked)) {
      var marker = ParkedMarker.of(record.headers()).orElseThrow();
      var origin = origins.remove(marker.partition() + "@" + marker.offset());
      assertThat(origin).as("parked once: %s", marker).isNotNull();
      assertThat(record.key()).isNull();
      assertThat(record.value()).isEqualTo(origin.value());
      assertThat(marker.replay()).isEqualTo(id);
      assertThat(marker.timestamp()).isEqualTo(origin.timestamp());
      assertThat(marker.attempts()).isOne();
      assertThat(marker.cause()).isEqualTo("the record has no key, and topic '...' is compacted");
    }
    assertThat(origins).as("records that are not parked").isEmpty();
    assertThat(topics.count(target)).isEqualTo(EVENTS - EVENTS / EVERY);
  }

  private static void assertCauseIsFound(String id) {
    try (var log = new KafkaEventLog(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
      var browser = new TopicBrowser(engine.inspector(), log, null);
      var both = browser.parkedCauses("small.parked", ParkedSelection.ALL);
      var one = browser.parkedCauses("small.parked", new ParkedSelection(id, null, null, null));

      assertThat(both.complete()).isTrue();
      assertThat(both.records()).isEqualTo(2 * EVENTS / EVERY);
      assertThat(both.causes()).hasSize(1);
      assertThat(both.causes().get(0).replays()).hasSize(2);
      assertThat(one.records()).isEqualTo(EVENTS / EVERY);
    }
  }

  private static void assertProven(String id) {
    var receipt = engine.operations().receipt(id);
    assertThat(receipt.balanced()).isTrue();
    assertThat(receipt.parked()).isEqualTo(EVENTS / EVERY);
    assertThat(receipt.skipped()).isZero();
    assertThat(receipt.delivered()).isEqualTo(EVENTS - EVENTS / EVERY);
    var verification = engine.operations().verify(id);
    assertThat(verification.verified()).as(verification.findings().toString()).isTrue();
  }

  private static void awaitCompleted(String id) {
    await().atMost(LIMIT).until(() -> state(id).isFinal());
    assertThat(state(id)).isInstanceOf(ReplayState.CompletedWithParked.class);
  }

  private static List<ConsumerRecord<byte[], byte[]>> parked(String topic) {
    return topics.readAll(topic);
  }

  private static boolean hasParked(String id, String worker) {
    return engine.operations().shards(id).values().stream()
        .filter(shard -> shard.worker().equals(worker) && shard.state() == ShardState.CLAIMED)
        .anyMatch(shard -> shard.counts().parked() > 0);
  }

  private static String start(String target, Throttle throttle) {
    return start(spec(target, throttle));
  }

  private static String start(ReplaySpec spec) {
    var replay = engine.operations().create(spec, null, "test");
    engine.operations().start(replay.id(), replay.plan().hash(), RepeatedDelivery.ACCEPTED, "test");
    return replay.id();
  }

  private static ReplaySpec spec(String target, Throttle throttle) {
    return spec(target, throttle, new ParkedLimit(1, 0));
  }

  private static ReplaySpec spec(String target, Throttle throttle, ParkedLimit limit) {
    return new ReplaySpec(
            null,
            "test",
            new SourceRange("orders", null, null, null, null),
            null,
            target,
            null,
            throttle,
            OnError.PARK)
        .withParkedLimit(limit);
  }

  private static ReplayState state(String id) {
    return engine.operations().replay(id).state();
  }

  private static Process process() throws IOException {
    var command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx256m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Xshare:auto",
            "-cp",
            System.getProperty("java.class.path"),
            ParkingWorker.class.getName(),
            "doomed",
            broker.bootstrapServers());
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(new File("target/parking-worker.log"))
        .start();
  }

  private static byte @Nullable [] key(int event) {
    return event / PARTITIONS % EVERY == 0 ? null : bytes("order-" + event);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
