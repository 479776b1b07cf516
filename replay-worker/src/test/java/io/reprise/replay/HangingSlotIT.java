package io.reprise.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.reprise.embedded.EmbeddedBroker;
import io.reprise.kafka.client.KafkaAnswer;
import io.reprise.replay.checkpoint.ShardKey;
import io.reprise.replay.checkpoint.ShardProgress;
import io.reprise.replay.checkpoint.ShardState;
import io.reprise.replay.checkpoint.ShardWait;
import io.reprise.replay.fencing.ForgottenTransaction;
import io.reprise.replay.journal.CommandSender.Outcome;
import io.reprise.replay.journal.ControlCodec;
import io.reprise.replay.journal.ControlTopics;
import io.reprise.replay.journal.ProgressLog;
import io.reprise.replay.operate.RepeatedDelivery;
import io.reprise.replay.spec.Ordering;
import io.reprise.replay.spec.Throttle;
import io.reprise.replay.state.Replay;
import io.reprise.replay.state.ReplayCommand;
import io.reprise.replay.state.ReplayState;
import io.reprise.replay.target.TargetConfig;
import io.reprise.runtime.config.KafkaConfig;
import io.reprise.schemas.wire.ReplayMarker;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.apache.kafka.clients.admin.AbortTransactionSpec;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/**
 * Replays with a slot and a coordinator whose previous owner left a hanging transaction.
 *
 * <p>Shows guarantees 3 and 5 of docs/liveness.md.
 */
class HangingSlotIT {
  private static final int EVENTS = 2_000;
  private static final Duration COMMAND_LIMIT = Duration.ofSeconds(2);

  private static EmbeddedBroker broker;
  private static Map<String, Object> client;
  private static Admin admin;
  private static TopicFixture topics;

  private final List<RuntimeException> fatal = new CopyOnWriteArrayList<>();
  private ControlTopics control;
  private String target;

  @BeforeAll
  static void startBroker() throws Exception {
    var settings = new HashMap<>(EmbeddedBroker.ONE_MACHINE);
    settings.putAll(ForgottenTransaction.UNVERIFIED);
    broker = EmbeddedBroker.startTemporary(settings);
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
    target = test.getTestMethod().orElseThrow().getName().toLowerCase(Locale.ROOT);
    control = new ControlTopics(target, 1);
    topics.create(target, 1);
    topics.create(target + "-other", 1);
  }

  @Test
  void endsWhatHangsAsItsLogSaysBeforeItDelivers() {
    try (var engine = engine()) {
      // Given
      var first = replay(engine);
      var slot = new ForgottenTransaction(client, admin, control.slotTransactionalId(0));
      slot.write(copy(first, EVENTS - 1));

      // When
      replay(engine);
    }

    // Then: the first replay's progress says that this record was delivered.
    assertThat(topics.readAll(target)).filteredOn(r -> marker(r).offset() == EVENTS - 1).hasSize(3);
    assertThat(topics.count(target)).isEqualTo(2 * EVENTS + 1);
    assertThat(fatal).isEmpty();
  }

  /** As for a copy, progress says of a parked record whether its transaction was committed. */
  @Test
  void endsWhatHangsInAParkedTopicAsItsLogSays() throws Exception {
    var compacted = target + "-compacted";
    topics.create(compacted, 1, Map.of("cleanup.policy", "compact"));
    topics.create(target + "-keyless", 1);
    KeylessRecord.publish(client, target + "-keyless");
    try (var engine = engine()) {
      // Given
      var first = park(engine);
      assertThat(topics.count(compacted + ".parked")).isEqualTo(1);
      var slot = new ForgottenTransaction(client, admin, control.slotTransactionalId(0));
      slot.write(KeylessRecord.parked(first, target + "-keyless", compacted + ".parked"));

      // When
      park(engine);
    }

    // Then: the first replay's progress says that this record was parked.
    assertThat(topics.count(compacted + ".parked")).isEqualTo(3);
    assertThat(fatal).isEmpty();
  }

  /** Replays the topic without keys into the compacted one, and waits for the end. */
  private String park(ReplayEngine engine) {
    var spec = KeylessRecord.replay(target + "-keyless", "compacted");
    var created = engine.operations().create(spec, null, "test");
    engine
        .operations()
        .start(created.id(), created.plan().hash(), RepeatedDelivery.ACCEPTED, "test");
    await()
        .atMost(Duration.ofSeconds(60))
        .until(
            () -> Replays.state(engine, created.id()) instanceof ReplayState.CompletedWithParked);
    return created.id();
  }

  @Test
  void dropsWhatNoProgressSpeaksOf() {
    try (var engine = engine()) {
      // Given
      replay(engine);
      var slot = new ForgottenTransaction(client, admin, control.slotTransactionalId(0));
      slot.write(copy(UUID.randomUUID().toString(), 5));
      slot.write(
          new ProducerRecord<>(
              control.progress(),
              0,
              null,
              bytes("x/0"),
              bytes("{}"),
              List.of(ForgottenTransaction.naming(new TopicPartition(target, 0)))));

      // When
      replay(engine);
    }

    // Then
    assertThat(topics.readAll(target)).filteredOn(r -> marker(r).offset() == 5).hasSize(2);
    assertThat(topics.count(target)).isEqualTo(2 * EVENTS);
    assertThat(fatal).isEmpty();
  }

  @Test
  void aCoordinatorDropsAnEventThatHangsAndGoesOn() {
    try (var engine = engine()) {
      replay(engine);
    }
    var coordinator = new ForgottenTransaction(client, admin, control.coordinatorTransactionalId());
    coordinator.write(
        new ProducerRecord<>(
            control.replays(),
            0,
            null,
            bytes("x/0"),
            bytes("{}"),
            List.of(ForgottenTransaction.naming())));

    try (var engine = engine()) {
      replay(engine);
    }

    assertThat(topics.count(target)).isEqualTo(2 * EVENTS);
    assertThat(fatal).isEmpty();
  }

  /** Each command ends in two seconds, although a transaction of the slot hangs in the target. */
  @Test
  void aPauseARateChangeAndACancelEndWhileATransactionHangs() {
    try (var engine = engine()) {
      var id = throttled(engine);

      hangInTarget(id);
      assertEndsInTime(
          engine,
          id,
          new ReplayCommand.Pause(),
          replay -> replay.state() instanceof ReplayState.Paused);
      engine.commands().send(id, new ReplayCommand.Resume(), "test");
      awaitClaim(engine, id);

      hangInTarget(id);
      var faster = new Throttle(200L, null);
      assertEndsInTime(
          engine,
          id,
          new ReplayCommand.ChangeRate(faster),
          replay -> replay.throttle().equals(faster) && replay.shares().containsValue(faster));

      hangInTarget(id);
      assertEndsInTime(
          engine,
          id,
          new ReplayCommand.Cancel(),
          replay -> replay.state() instanceof ReplayState.Cancelled);
    }
    assertThat(fatal).isEmpty();
  }

  /**
   * A transaction hangs in one target, and nobody can tell how it ended: its records were deleted.
   * Other replays of the slot deliver, and a pause and a cancel end.
   */
  @Test
  void aTargetThatCannotBeCheckedHoldsUpOnlyItsOwnReplay() {
    String sick;
    try (var engine = engine()) {
      sick = throttled(engine);
    }
    var hanging = hangInTarget(sick);
    deleteRecords(target);

    try (var engine = engine()) {
      // Then: the replay waits, and says why.
      await()
          .atMost(Duration.ofSeconds(20))
          .untilAsserted(
              () -> {
                var wait = engine.progress().of(new ShardKey(sick, 0)).waiting();
                assertThat(wait).isNotNull();
                assertThat(wait.reason()).isEqualTo(ShardWait.Reason.CHECK);
                assertThat(wait.error()).contains("may hang in " + target + "-0");
              });

      // And: another replay in the same slot delivers into another target.
      var healthy = Replays.start(engine, "other", Ordering.PARTITION, Throttle.NONE);
      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> Replays.state(engine, healthy) instanceof ReplayState.Completed);
      assertThat(topics.count(target + "-other")).isEqualTo(EVENTS);

      // And: commands about the replay that waits end.
      assertEndsInTime(
          engine,
          sick,
          new ReplayCommand.Pause(),
          replay -> replay.state() instanceof ReplayState.Paused);
      assertEndsInTime(
          engine,
          sick,
          new ReplayCommand.Cancel(),
          replay -> replay.state() instanceof ReplayState.Cancelled);
      assertThat(doubt(engine, sick)).contains("may hang in [" + target + "-0]");

      // When: an operator ends the transaction.
      abort(hanging);
      var next = Replays.start(engine, "copy", Ordering.PARTITION, Throttle.NONE);

      // Then
      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> Replays.state(engine, next) instanceof ReplayState.Completed);
      assertThat(topics.count(target)).isEqualTo(EVENTS);
    }
    assertThat(fatal).isEmpty();
  }

  /**
   * A transaction hangs in the slot's own partition, and has ended in a target whose records were
   * deleted since. Nobody can tell whether it was committed.
   */
  @Test
  void aReplayWhoseLastTransactionIsInDoubtFailsAndItsSlotServesOthers() {
    String doubted;
    ShardProgress last;
    try (var engine = engine()) {
      doubted = throttled(engine);
    }
    try (var progress = new ProgressLog(client, admin, control, fatal::add).start()) {
      progress.catchUp();
      last = progress.of(new ShardKey(doubted, 0));
    }
    var slice = new ForgottenTransaction(client, admin, control.slotTransactionalId(0));
    slice.write(copy(doubted, last.nextOffset()));
    slice.write(reached(last, last.nextOffset() + 3));
    abort(new TopicPartition(target, 0));
    deleteRecords(target);
    var offsets = "[%d, %d) of partition 0".formatted(last.nextOffset(), last.nextOffset() + 3);

    try (var engine = engine()) {
      awaitFailure(engine, doubted, "whether offsets " + offsets + " were delivered");
      assertThat(doubt(engine, doubted))
          .contains("offsets " + offsets)
          .contains("producer id")
          .contains("open in " + control.progress() + "-0 from offset")
          .contains("has ended in [" + target + "-0]");

      var healthy = Replays.start(engine, "other", Ordering.PARTITION, Throttle.NONE);
      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> Replays.state(engine, healthy) instanceof ReplayState.Completed);

      // A retry cannot know it either, and delivers nothing.
      engine.commands().send(doubted, new ReplayCommand.Retry(), "test");
      awaitFailure(engine, doubted, "whether offsets " + offsets + " were delivered");
      assertThat(engine.progress().of(new ShardKey(doubted, 0)).attempt()).isEqualTo(2);
      assertThat(topics.count(target)).isZero();
    }
    assertThat(fatal).isEmpty();
  }

  private static void awaitFailure(ReplayEngine engine, String id, String cause) {
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(
            () ->
                assertThat(Replays.state(engine, id))
                    .isInstanceOfSatisfying(
                        ReplayState.Failed.class,
                        failed -> assertThat(failed.cause()).contains(cause)));
  }

  /** What the receipt names as in doubt about the only shard of a replay. */
  private static String doubt(ReplayEngine engine, String id) {
    return engine.operations().receipt(id).partitions().get(0).shards().get(0).doubt();
  }

  /** Starts a replay that takes long, and waits until its shard delivers. */
  private String throttled(ReplayEngine engine) {
    var id = Replays.start(engine, Ordering.PARTITION, new Throttle(100L, null));
    awaitClaim(engine, id);
    await().atMost(Duration.ofSeconds(20)).until(() -> topics.count(target) > 0);
    return id;
  }

  private static void awaitClaim(ReplayEngine engine, String id) {
    await()
        .atMost(Duration.ofSeconds(20))
        .until(
            () -> {
              var record = engine.progress().of(new ShardKey(id, 0));
              return record != null && record.state() == ShardState.CLAIMED;
            });
  }

  private static void assertEndsInTime(
      ReplayEngine engine, String id, ReplayCommand command, Predicate<Replay> ended) {
    long sent = System.nanoTime();
    assertThat(engine.commands().send(id, command, "test")).isInstanceOf(Outcome.Done.class);
    await()
        .pollInterval(Duration.ofMillis(5))
        .atMost(Duration.ofSeconds(20))
        .until(() -> ended.test(engine.replays().table().replay(id)));
    assertThat(Duration.ofNanos(System.nanoTime() - sent))
        .as("time until %s has ended", command)
        .isLessThan(COMMAND_LIMIT);
  }

  /**
   * Leaves a record of the slot's id in a transaction that nobody ends. Fences the slot's owner,
   * which may take its slot over before the record is written; the record is then refused.
   */
  private TopicPartition hangInTarget(String replay) {
    await()
        .ignoreException(InvalidProducerEpochException.class)
        .until(
            () -> {
              new ForgottenTransaction(client, admin, control.slotTransactionalId(0))
                  .write(copy(replay, EVENTS - 1));
              return true;
            });
    return new TopicPartition(target, 0);
  }

  private ProducerRecord<byte[], byte[]> reached(ShardProgress last, long nextOffset) {
    var progress =
        last.advanced(
            nextOffset,
            last.counts(),
            last.holes(),
            last.digest(),
            Instant.parse("2025-01-01T00:00:00Z"));
    return new ProducerRecord<>(
        control.progress(),
        0,
        null,
        bytes(last.shard().toString()),
        ControlCodec.encode(progress),
        List.of(ForgottenTransaction.naming(new TopicPartition(target, 0))));
  }

  private static void deleteRecords(String topic) {
    var all = Map.of(new TopicPartition(topic, 0), RecordsToDelete.beforeOffset(-1L));
    KafkaAnswer.of(admin.deleteRecords(all).all());
  }

  /** Writes the marker that aborts the open transaction of a partition, only there. */
  private static void abort(TopicPartition partition) {
    KafkaAnswer.of(admin.describeProducers(List.of(partition)).partitionResult(partition))
        .activeProducers()
        .stream()
        .filter(producer -> producer.currentTransactionStartOffset().isPresent())
        .map(
            producer ->
                new AbortTransactionSpec(
                    partition,
                    producer.producerId(),
                    (short) producer.producerEpoch(),
                    producer.coordinatorEpoch().orElse(0)))
        .forEach(spec -> KafkaAnswer.of(admin.abortTransaction(spec).all()));
  }

  private ReplayEngine engine() {
    var config =
        new WorkerConfig(
            "w1",
            new KafkaConfig(broker.bootstrapServers(), null),
            new WorkerConfig.Control(target, 1, (short) 1, Duration.ofSeconds(3), null),
            null,
            Map.of(
                "copy", new TargetConfig.KafkaTopic(target),
                "other", new TargetConfig.KafkaTopic(target + "-other"),
                "compacted", new TargetConfig.KafkaTopic(target + "-compacted")),
            1);
    return ReplayEngine.start(config, Clock.systemUTC(), fatal::add);
  }

  /** Replays the whole topic and waits for the end. */
  private static String replay(ReplayEngine engine) {
    var id = Replays.start(engine, Ordering.PARTITION);
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> Replays.state(engine, id) instanceof ReplayState.Completed);
    return id;
  }

  private ProducerRecord<byte[], byte[]> copy(String replay, long offset) {
    var marker = new ReplayMarker(UUID.fromString(replay), 1, 1, "orders", 0, offset, 0);
    var record = new ProducerRecord<>(target, 0, bytes("user"), bytes("event"));
    record.headers().add(ReplayMarker.HEADER, marker.encode());
    return record;
  }

  private static ReplayMarker marker(ConsumerRecord<byte[], byte[]> copy) {
    return ReplayMarker.decode(copy.headers().lastHeader(ReplayMarker.HEADER).value());
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
