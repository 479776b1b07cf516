package io.reprise.replay;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.reprise.embedded.EmbeddedBroker;
import io.reprise.kafka.client.ConsumerRole;
import io.reprise.kafka.client.KafkaAnswer;
import io.reprise.kafka.tail.PartitionScan;
import io.reprise.kafka.time.Deadline;
import io.reprise.replay.journal.CommandRecord;
import io.reprise.replay.journal.CommandSender.Outcome;
import io.reprise.replay.journal.ControlCodec;
import io.reprise.replay.journal.ControlTopics;
import io.reprise.replay.journal.EventRecord;
import io.reprise.replay.operate.ReplayRefusedException;
import io.reprise.replay.operate.ReplaySummary;
import io.reprise.replay.receipt.Receipt;
import io.reprise.replay.receipt.VerificationRefusedException;
import io.reprise.replay.spec.Ordering;
import io.reprise.replay.spec.Throttle;
import io.reprise.replay.state.ReplayCommand;
import io.reprise.replay.state.ReplayEvent;
import io.reprise.replay.state.ReplayQuery;
import io.reprise.replay.state.ReplayState;
import io.reprise.replay.target.TargetConfig;
import io.reprise.runtime.config.KafkaConfig;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/**
 * A coordinator meets commands that it cannot apply, commands that were decided before, and replays
 * whose retention has ended.
 *
 * <p>Shows guarantee 7 of docs/liveness.md.
 */
class CoordinatorRecoveryIT {
  private static final int EVENTS = 500;
  private static final int SMALL_LIMIT_BYTES = 20_000;
  private static final int LARGE_PLAN_SHARDS = 2_000;

  private static EmbeddedBroker broker;
  private static Map<String, Object> client;
  private static Admin admin;
  private static TopicFixture topics;

  private final List<RuntimeException> fatal = new CopyOnWriteArrayList<>();
  private ControlTopics control;

  @BeforeAll
  static void startBroker() throws Exception {
    broker = EmbeddedBroker.startTemporary();
    client = Map.of("bootstrap.servers", broker.bootstrapServers());
    admin = Admin.create(client);
    topics = new TopicFixture(broker.bootstrapServers());
    topics.create("orders", 1);
    topics.publish("orders", EVENTS, 50);
  }

  @AfterAll
  static void stopBroker() {
    admin.close();
    broker.close();
  }

  /** Control topics and a target for one test. */
  @BeforeEach
  void createTarget(TestInfo test) throws Exception {
    control =
        new ControlTopics(test.getTestMethod().orElseThrow().getName().toLowerCase(Locale.ROOT), 1);
    topics.create(control.prefix(), 1);
  }

  @Test
  void createsControlTopicsThatTakeRecordsOfEightMebibytes() {
    control.ensure(admin, (short) 1);

    for (var topic :
        List.of(control.commands(), control.replays(), control.slotTable(), control.progress())) {
      var resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
      var config = KafkaAnswer.of(admin.describeConfigs(List.of(resource)).all()).get(resource);
      assertThat(Objects.requireNonNull(config).get("max.message.bytes").value())
          .as(topic)
          .isEqualTo("8388608");
    }
  }

  @Test
  void refusesACommandWhoseEventIsLargerThanTheReplayTopicTakes() throws Exception {
    createSmallReplayTopic();
    try (var engine = engine()) {
      var plan = Samples.plan(LARGE_PLAN_SHARDS, Throttle.NONE);

      var outcome =
          engine
              .commands()
              .send(UUID.randomUUID().toString(), new ReplayCommand.Create(plan), "test");

      assertThat(outcome).isInstanceOf(Outcome.Refused.class);
      assertThat(((Outcome.Refused) outcome).reason())
          .contains("max.message.bytes " + SMALL_LIMIT_BYTES + " of topic")
          .contains(control.replays());
      replay(engine);
    }
    assertThat(fatal).isEmpty();
  }

  @Test
  void goesOnAfterACommandThatCannotBeApplied() throws Exception {
    createSmallReplayTopic();
    try (var engine = engine()) {
      var plan = Samples.plan(LARGE_PLAN_SHARDS, Throttle.NONE);
      store(
          ControlCodec.encode(
              new CommandRecord(
                  "c-1",
                  UUID.randomUUID().toString(),
                  "test",
                  Instant.now(),
                  new ReplayCommand.Create(plan))));
      store(null);
      store("{\"v\":1}".getBytes(UTF_8));
      store(later("pause", 99));
      store(later("rewind", 1));

      replay(engine);
    }
    assertThat(topics.count(control.prefix())).isEqualTo(EVENTS);
    assertThat(fatal).isEmpty();
  }

  @Test
  void decidesNoCommandTwiceAfterItsGroupWasDeleted() {
    String id;
    long decided;
    try (var engine = engine()) {
      id = replay(engine);
      decided = nextSeq(engine, id);
    }
    await()
        .ignoreExceptions()
        .until(
            () -> {
              KafkaAnswer.of(admin.deleteConsumerGroups(List.of(control.coordinatorGroup())).all());
              return true;
            });

    try (var engine = engine()) {
      replay(engine);
      assertThat(nextSeq(engine, id)).isEqualTo(decided);
    }
    assertThat(topics.count(control.prefix())).isEqualTo(2 * EVENTS);
    assertThat(fatal).isEmpty();
  }

  @Test
  void leavesOnlyTheAccountOfAReplayThatHasExpired() throws Exception {
    String id;
    Receipt before;
    try (var engine = engine(Duration.ofSeconds(1))) {
      id = replay(engine);
      before = engine.operations().receipt(id);
      await()
          .atMost(Duration.ofSeconds(120))
          .until(
              () -> {
                var replay = Objects.requireNonNull(engine.replays().table().replay(id));
                return replay.isExpired() && !replay.hasExpiredEvents();
              });

      assertThat(keysWithValues(control.replays(), 1))
          .containsExactly(id + "/00000000000000000003");
      assertThat(keysWithValues(control.progress(), 1)).isEmpty();
      assertThat(keysWithValues(control.slotTable(), 1)).isEmpty();
      assertThatThrownBy(() -> engine.operations().cancel(id, "ada"))
          .isInstanceOf(ReplayRefusedException.class)
          .hasMessageContaining("has expired");
    }
    try (var engine = engine()) {
      var again = replay(engine);
      var receipt = engine.operations().receipt(id);
      assertThat(receipt)
          .usingRecursiveComparison()
          .ignoringFields("partitions.shards")
          .isEqualTo(before);
      assertThat(receipt.complete()).isTrue();
      assertThat(engine.operations().list(ReplayQuery.ALL))
          .extracting(ReplaySummary::id)
          .containsExactlyInAnyOrder(id, again);
      assertThatThrownBy(() -> engine.operations().verify(id))
          .isInstanceOf(VerificationRefusedException.class)
          .hasMessageContaining("has expired");
    }
    assertThat(fatal).isEmpty();
  }

  @Test
  void endsIfEventsAreMissingOfAReplayThatHasNotExpired() throws Exception {
    control.ensure(admin, (short) 1);
    var event =
        new EventRecord("r", 2, Instant.now(), "coordinator", null, new ReplayEvent.Stopped());
    try (var producer =
        new KafkaProducer<>(client, new ByteArraySerializer(), new ByteArraySerializer())) {
      producer
          .send(
              new ProducerRecord<>(
                  control.replays(), 0, event.key().getBytes(UTF_8), ControlCodec.encode(event)))
          .get();
    }

    try (var engine = engine()) {
      await().until(() -> !fatal.isEmpty());

      assertThat(fatal.get(0)).hasMessageContaining("events of replay r are missing");
      assertThat(engine.replays().table().size()).isZero();
    }
  }

  /** The keys of a topic's newest records that are not removals. */
  private static Set<String> keysWithValues(String topic, int partitions) {
    var keys = new TreeSet<String>();
    var ends = new HashMap<TopicPartition, Long>();
    try (var consumer =
        ConsumerRole.scan(client, IsolationLevel.READ_COMMITTED, Duration.ofSeconds(5)).open()) {
      for (int p = 0; p < partitions; p++) {
        ends.put(new TopicPartition(topic, p), 0L);
      }
      consumer.assign(ends.keySet());
      consumer.seekToBeginning(ends.keySet());
      ends.putAll(consumer.endOffsets(ends.keySet()));
      PartitionScan.read(
          consumer,
          ends,
          Deadline.after(Duration.ofSeconds(5)),
          records ->
              records.forEach(
                  r -> {
                    var key = new String(r.key(), UTF_8);
                    if (r.value() == null) {
                      keys.remove(key);
                    } else {
                      keys.add(key);
                    }
                  }));
    }
    return keys;
  }

  private static long nextSeq(ReplayEngine engine, String replay) {
    return Objects.requireNonNull(engine.replays().table().replay(replay)).nextSeq();
  }

  private void createSmallReplayTopic() {
    var small =
        new NewTopic(control.replays(), 1, (short) 1)
            .configs(
                Map.of(
                    "cleanup.policy",
                    "compact",
                    "max.message.bytes",
                    Integer.toString(SMALL_LIMIT_BYTES)));
    KafkaAnswer.of(admin.createTopics(List.of(small)).all());
  }

  private void store(byte[] command) throws Exception {
    try (var producer =
        new KafkaProducer<>(client, new ByteArraySerializer(), new ByteArraySerializer())) {
      producer.send(new ProducerRecord<>(control.commands(), 0, null, command)).get();
    }
  }

  /**
   * Returns a command of a type or in a format version that a later version of Reprise may have.
   */
  private static byte[] later(String type, int version) {
    return """
    {"id": "c-2", "replay": "r", "by": "ada", "at": "2026-11-29T10:00:00Z",
    "command": {"type": "%s"}, "v": %d}
    """
        .formatted(type, version)
        .getBytes(UTF_8);
  }

  private ReplayEngine engine() {
    return engine(Duration.ofDays(30));
  }

  private ReplayEngine engine(Duration retention) {
    var config =
        new WorkerConfig(
            "w1",
            new KafkaConfig(broker.bootstrapServers(), null),
            new WorkerConfig.Control(control.prefix(), 1, (short) 1, Duration.ofSeconds(3), null),
            null,
            Map.of("copy", new TargetConfig.KafkaTopic(control.prefix())),
            1,
            new WorkerConfig.Replays(retention),
            null);
    return ReplayEngine.start(config, Clock.systemUTC(), fatal::add);
  }

  /** Replays the whole topic and waits for the end. */
  private static String replay(ReplayEngine engine) {
    var id = Replays.start(engine, Ordering.PARTITION);
    await()
        .atMost(Duration.ofSeconds(120))
        .until(() -> Replays.state(engine, id) instanceof ReplayState.Completed);
    return id;
  }
}
