package io.reprise.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.reprise.embedded.EmbeddedBroker;
import io.reprise.replay.operate.RepeatedDelivery;
import io.reprise.replay.operate.ReplayRefusedException;
import io.reprise.replay.operate.SideEffects;
import io.reprise.replay.spec.OnError;
import io.reprise.replay.spec.RecordTimestamps;
import io.reprise.replay.spec.ReplaySpec;
import io.reprise.replay.spec.SourceRange;
import io.reprise.replay.spec.Throttle;
import io.reprise.replay.state.Operator;
import io.reprise.replay.state.ReplayCommand;
import io.reprise.replay.state.ReplayState;
import io.reprise.replay.target.TargetConfig;
import io.reprise.replay.target.UnknownTargetException;
import io.reprise.runtime.config.KafkaConfig;
import java.lang.reflect.Field;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Replays into targets that cannot take the records. Each has to end FAILED with its cause, while
 * another replay in the same slot finishes.
 *
 * <p>Shows guarantee 1 of docs/liveness.md.
 */
class FailedReplayIT {
  private static final Duration LIMIT = Duration.ofSeconds(40);
  private static final TargetConfig HEALTHY = new TargetConfig.KafkaTopic("healthy");
  private static final Map<String, String> WITH_ACLS = new HashMap<>(EmbeddedBroker.ONE_MACHINE);

  static {
    WITH_ACLS.put(
        "authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer");
    WITH_ACLS.put("allow.everyone.if.no.acl.found", "true");
    WITH_ACLS.put("super.users", "User:nobody");
  }

  private static EmbeddedBroker broker;
  private static Admin admin;
  private static TopicFixture topics;

  private final List<RuntimeException> fatal = new CopyOnWriteArrayList<>();

  @BeforeAll
  static void startBroker() throws Exception {
    broker = EmbeddedBroker.startTemporary(WITH_ACLS);
    admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()));
    topics = new TopicFixture(broker.bootstrapServers());
    topics.create("orders", 1);
    topics.publish("orders", 500, 20);
    topics.create("healthy", 1);
  }

  @AfterAll
  static void stopBroker() {
    admin.close();
    broker.close();
  }

  @AfterEach
  void noWorkerGaveUp() {
    assertThat(fatal).isEmpty();
  }

  @Test
  void recordWithNegativeTimestampEndsReplayAsFailed() throws Exception {
    topics.create("undated", 1);
    topics.create("undated-copy", 1);
    publish("undated", withTimestamp(new ProducerRecord<>("undated", 0, bytes("k"), bytes("v"))));

    assertFails("undated", "undated-copy", "negative timestamp -1");
  }

  @Test
  void recordOutsideTheTimestampBoundsOfTheTargetEndsReplayAsFailed() throws Exception {
    topics.create("old", 1);
    publish("old", new ProducerRecord<>("old", 0, 1_000L, bytes("k"), bytes("v")));
    create("recent-only", Map.of("message.timestamp.before.max.ms", "3600000"));

    try (var engine = engine("w1", "recent-only")) {
      var id = start(engine, acceptingExpiry("old", "copy"));

      assertFailsBesideAHealthyReplay(engine, id, "message.timestamp.before.max.ms 3600000");
    }
  }

  @Test
  void recordWithoutKeyEndsReplayIntoCompactedTargetAsFailed() throws Exception {
    topics.create("keyless", 1);
    publish("keyless", new ProducerRecord<>("keyless", 0, null, bytes("v")));
    create("compacted", Map.of("cleanup.policy", "compact"));

    assertFails("keyless", "compacted", "has no key");
  }

  @Test
  void recordWithoutKeyIsSkippedIfTheReplaySaysSo() throws Exception {
    topics.create("partly-keyless", 1);
    publish("partly-keyless", new ProducerRecord<>("partly-keyless", 0, null, bytes("v")));
    publish("partly-keyless", new ProducerRecord<>("partly-keyless", 0, bytes("k"), bytes("v")));
    create("compacted-too", Map.of("cleanup.policy", "compact"));

    try (var engine = engine("w1", "compacted-too")) {
      var id = start(engine, "partly-keyless", "copy", OnError.SKIP);

      await()
          .atMost(LIMIT)
          .untilAsserted(
              () -> assertThat(state(engine, id)).isInstanceOf(ReplayState.Completed.class));
      var counts = engine.operations().shards(id).get(0).counts();
      assertThat(counts.skipped()).isEqualTo(1);
      assertThat(counts.delivered()).isEqualTo(1);
    }
  }

  @Test
  void missingRightToWriteTheTargetEndsReplayAsFailed() throws Exception {
    topics.create("forbidden", 1);
    deny("forbidden", AclOperation.WRITE);

    assertFails("orders", "forbidden", "Not authorized to access topics: [forbidden]");
  }

  @Test
  void deletedTargetTopicEndsReplayAsFailed() throws Exception {
    topics.create("doomed", 1);
    try (var engine = engine("w1", "doomed")) {
      var spec = spec("orders", "copy", OnError.STOP);
      var created = engine.operations().create(spec, null, "test");
      admin.deleteTopics(List.of("doomed")).all().get();
      engine
          .operations()
          .start(created.id(), created.plan().hash(), RepeatedDelivery.ACCEPTED, "test");

      assertFailsBesideAHealthyReplay(engine, created.id(), "'doomed'");
    }
  }

  @Test
  void targetTopicThatIsCreatedAgainDuringTheReplayEndsItAsFailed() throws Exception {
    topics.create("recreated", 1);
    try (var engine = engine("w1", "recreated")) {
      var id = startSlowly(engine);
      recreate("recreated");

      assertFailsBesideAHealthyReplay(engine, id, "target topic 'recreated' was deleted");
      assertThat(engine.operations().receipt(id).complete()).isFalse();
      assertThat(engine.operations().verify(id).findings())
          .contains(
              "target topic 'recreated' was deleted and created again since the plan: the copies"
                  + " in the deleted topic are gone");
      assertThatThrownBy(() -> engine.operations().retry(id, "test"))
          .isInstanceOf(ReplayRefusedException.class)
          .hasMessageContaining("was deleted and created again since the plan: of ")
          .hasMessageContaining("those in the deleted topic are gone; start a new replay");
    }
  }

  @Test
  void replayWhoseTargetTopicWasDeletedCannotBeRetriedIntoANewOne() throws Exception {
    topics.create("replaced", 1);
    try (var engine = engine("w1", "replaced")) {
      var id = startSlowly(engine);
      admin.deleteTopics(List.of("replaced")).all().get();
      assertFailsBesideAHealthyReplay(
          engine, id, "target topic 'replaced' was deleted since the plan, and with it");
      assertThatThrownBy(() -> engine.operations().retry(id, "test"))
          .isInstanceOf(ReplayRefusedException.class)
          .hasMessageContaining("was deleted since the plan");

      topics.create("replaced", 1);
      assertThatThrownBy(() -> engine.operations().retry(id, "test"))
          .isInstanceOf(ReplayRefusedException.class)
          .hasMessageContaining("was deleted and created again since the plan");
      engine.commands().send(id, new ReplayCommand.Retry(), "test");
      await().atMost(LIMIT).until(() -> attempt(engine, id) == 2);
      assertFailsBesideAHealthyReplay(engine, id, "was deleted and created again since the plan");
    }
  }

  @Test
  void pausedReplayDoesNotContinueInATargetTopicThatWasCreatedAgain() throws Exception {
    topics.create("swapped", 1);
    try (var engine = engine("w1", "swapped")) {
      var id = startSlowly(engine);
      engine.operations().pause(id, "test");
      await().atMost(LIMIT).until(() -> state(engine, id) instanceof ReplayState.Paused);
      recreate("swapped");

      assertThatThrownBy(() -> engine.operations().resume(id, "test"))
          .isInstanceOf(ReplayRefusedException.class)
          .hasMessageContaining("'swapped' was deleted and created again since the plan: of");
      engine.commands().send(id, new ReplayCommand.Resume(), "test");
      assertFailsBesideAHealthyReplay(engine, id, "was deleted and created again since the plan");
      assertThat(topics.count("swapped")).isZero();
    }
  }

  @Test
  void workerThatLacksTheTargetGivesItsSlotsUpToOneThatHasIt() throws Exception {
    topics.create("rare", 1);
    String id;
    try (var planner = engine("w1", "rare")) {
      id = planner.operations().create(spec("orders", "copy", OnError.STOP), null, "t").id();
    }
    try (var lacking = engine("lacking", Map.of("healthy", HEALTHY))) {
      var hash = lacking.operations().replay(id).plan().hash();
      assertThatThrownBy(
              () -> lacking.operations().start(id, hash, RepeatedDelivery.ACCEPTED, "test"))
          .as("this worker cannot tell whether the target has side effects")
          .isInstanceOf(UnknownTargetException.class);
      lacking
          .operations()
          .start(
              id,
              hash,
              RepeatedDelivery.ACCEPTED,
              SideEffects.ACCEPTED,
              Operator.unverified("test"));
      await().atMost(LIMIT).until(() -> lacking.fault().isPresent());
      assertThat(lacking.fault().get()).contains("target 'copy' is not configured");
      var waits = lacking.operations().summary(lacking.operations().replay(id)).waitsFor();
      assertThat(waits.error()).contains("target 'copy' is not configured");
      assertThat(lacking.slotsOwned()).as("no other worker is there").isEqualTo(1);
      var healthy = start(lacking, "orders", "healthy", OnError.STOP);
      await().atMost(LIMIT).until(() -> state(lacking, healthy) instanceof ReplayState.Completed);

      try (var having = engine("having", "rare")) {
        await().atMost(LIMIT).until(() -> state(having, id).isFinal());
        assertThat(state(having, id)).isInstanceOf(ReplayState.Completed.class);
        await().atMost(LIMIT).until(() -> lacking.fault().isEmpty());
      }
      await().atMost(LIMIT).until(() -> lacking.slotsOwned() == 1);
    }
  }

  private void assertFails(String source, String target, String cause) {
    try (var engine = engine("w1", target)) {
      var id = start(engine, source, "copy", OnError.STOP);

      assertFailsBesideAHealthyReplay(engine, id, cause);
    }
  }

  private static void assertFailsBesideAHealthyReplay(
      ReplayEngine engine, String id, String cause) {
    var healthy = start(engine, "orders", "healthy", OnError.STOP);
    await()
        .atMost(LIMIT)
        .untilAsserted(() -> assertThat(state(engine, id)).isInstanceOf(ReplayState.Failed.class));
    assertThat(((ReplayState.Failed) state(engine, id)).cause()).contains(cause);
    await()
        .atMost(LIMIT)
        .untilAsserted(
            () -> assertThat(state(engine, healthy)).isInstanceOf(ReplayState.Completed.class));
    assertThat(engine.operations().verify(healthy).verified()).isTrue();
    assertThat(engine.operations().receipt(id).state()).isEqualTo("FAILED");
    assertThat(engine.operations().shards(id).get(0).leaseEpoch()).isLessThan(10);
  }

  private static String start(ReplayEngine engine, String source, String target, OnError onError) {
    return start(engine, spec(source, target, onError));
  }

  /** Starts a replay that takes five seconds, and waits until it has delivered a part. */
  private static String startSlowly(ReplayEngine engine) {
    var spec =
        new ReplaySpec(
            null,
            "test",
            new SourceRange("orders", null, null, null, null),
            null,
            "copy",
            null,
            new Throttle(100L, null),
            OnError.STOP);
    var id = start(engine, spec);
    await()
        .atMost(LIMIT)
        .until(() -> engine.operations().receipt(id).delivered(), delivered -> delivered > 50);
    return id;
  }

  private static void recreate(String topic) throws Exception {
    admin.deleteTopics(List.of(topic)).all().get();
    topics.create(topic, 1);
  }

  private static int attempt(ReplayEngine engine, String id) {
    return engine.operations().replay(id).attempt();
  }

  private static String start(ReplayEngine engine, ReplaySpec spec) {
    var replay = engine.operations().create(spec, null, "test");
    // The tests of this class share source topics and targets.
    engine.operations().start(replay.id(), replay.plan().hash(), RepeatedDelivery.ACCEPTED, "test");
    return replay.id();
  }

  private static ReplaySpec spec(String source, String target, OnError onError) {
    return new ReplaySpec(
        null,
        "test",
        new SourceRange(source, null, null, null, null),
        null,
        target,
        null,
        null,
        onError);
  }

  private static ReplaySpec acceptingExpiry(String source, String target) {
    return new ReplaySpec(
        null,
        "test",
        new SourceRange(source, null, null, null, null),
        null,
        target,
        null,
        null,
        OnError.STOP,
        RecordTimestamps.ORIGINAL,
        true);
  }

  private static ReplayState state(ReplayEngine engine, String id) {
    return engine.operations().replay(id).state();
  }

  private ReplayEngine engine(String name, String target) {
    return engine(name, Map.of("copy", new TargetConfig.KafkaTopic(target), "healthy", HEALTHY));
  }

  /** A worker with one slot, so that all replays share it. */
  private ReplayEngine engine(String name, Map<String, TargetConfig> targets) {
    var config =
        new WorkerConfig(
            name,
            new KafkaConfig(broker.bootstrapServers(), null),
            new WorkerConfig.Control("failed", 1, (short) 1, Duration.ofSeconds(3), null),
            null,
            targets,
            2);
    return ReplayEngine.start(config, Clock.systemUTC(), fatal::add);
  }

  private static void create(String topic, Map<String, String> settings) throws Exception {
    topics.create(topic, 1, settings);
  }

  private static void deny(String topic, AclOperation operation) throws Exception {
    var pattern = new ResourcePattern(ResourceType.TOPIC, topic, PatternType.LITERAL);
    var entry = new AccessControlEntry("User:ANONYMOUS", "*", operation, AclPermissionType.DENY);
    var others =
        new AccessControlEntry("User:ANONYMOUS", "*", AclOperation.ALL, AclPermissionType.ALLOW);
    admin
        .createAcls(List.of(new AclBinding(pattern, entry), new AclBinding(pattern, others)))
        .all()
        .get();
  }

  private static void publish(String topic, ProducerRecord<byte[], byte[]> record)
      throws Exception {
    Map<String, Object> client = Map.of("bootstrap.servers", broker.bootstrapServers());
    try (var producer =
        new KafkaProducer<>(client, new ByteArraySerializer(), new ByteArraySerializer())) {
      producer.send(record).get();
    }
  }

  /** Kafka's own client refuses negative timestamps, and other clients write them. */
  private static ProducerRecord<byte[], byte[]> withTimestamp(ProducerRecord<byte[], byte[]> record)
      throws ReflectiveOperationException {
    Field timestamp = ProducerRecord.class.getDeclaredField("timestamp");
    timestamp.setAccessible(true);
    timestamp.set(record, -1L);
    return record;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
