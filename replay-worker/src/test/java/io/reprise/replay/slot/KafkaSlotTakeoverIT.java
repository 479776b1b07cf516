package io.reprise.replay.slot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reprise.embedded.EmbeddedBroker;
import io.reprise.kafka.client.KafkaAnswer;
import io.reprise.replay.Samples;
import io.reprise.replay.checkpoint.HoleList;
import io.reprise.replay.checkpoint.ShardCounts;
import io.reprise.replay.checkpoint.ShardKey;
import io.reprise.replay.checkpoint.ShardProgress;
import io.reprise.replay.checkpoint.ShardState;
import io.reprise.replay.failure.UncheckedPartitionException;
import io.reprise.replay.fencing.ForgottenTransaction;
import io.reprise.replay.fencing.SlotTransactions;
import io.reprise.replay.fencing.TransactionEnds;
import io.reprise.replay.fencing.TransactionInDoubtException;
import io.reprise.replay.journal.ControlCodec;
import io.reprise.replay.journal.ControlTopics;
import io.reprise.replay.journal.DoubtNotes;
import io.reprise.replay.journal.EventRecord;
import io.reprise.replay.journal.ProgressLog;
import io.reprise.replay.journal.ReplayLog;
import io.reprise.replay.plan.ShardPlan;
import io.reprise.replay.spec.Throttle;
import io.reprise.replay.state.ReplayEvent;
import io.reprise.replay.target.TargetConfig;
import io.reprise.replay.target.Targets;
import io.reprise.replay.target.WritablePartitions;
import io.reprise.store.OffsetRange;
import io.reprise.store.digest.OffsetDigest;
import io.reprise.store.facts.ColdFacts;
import io.reprise.store.facts.TopicInspector;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.admin.AbortTransactionSpec;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/**
 * A slot is taken over while a target cannot be asked for hanging transactions, as when one of its
 * partitions has no leader.
 *
 * <p>Shows guarantee 3 of docs/liveness.md.
 */
class KafkaSlotTakeoverIT {
  private static final int SLOT = 0;

  private static EmbeddedBroker broker;
  private static Map<String, Object> client;
  private static Admin admin;

  private final List<RuntimeException> fatal = new CopyOnWriteArrayList<>();
  private volatile boolean answers;
  private String copies;
  private String sick;
  private ControlTopics topics;
  private ReplayLog replays;
  private ProgressLog progress;

  @BeforeAll
  static void startBroker() {
    var settings = new HashMap<>(EmbeddedBroker.ONE_MACHINE);
    settings.putAll(ForgottenTransaction.UNVERIFIED);
    broker = EmbeddedBroker.startTemporary(settings);
    client = Map.of("bootstrap.servers", broker.bootstrapServers());
    admin = Admin.create(client);
  }

  @AfterAll
  static void stopBroker() {
    admin.close();
    broker.close();
  }

  @BeforeEach
  void createTopics(TestInfo test) {
    var name = test.getTestMethod().orElseThrow().getName().toLowerCase(Locale.ROOT);
    copies = name + "-copies";
    sick = name + "-sick";
    topics = new ControlTopics(name, 1).ensure(admin, (short) 1);
    var created = List.of(new NewTopic(copies, 2, (short) 1), new NewTopic(sick, 2, (short) 1));
    KafkaAnswer.of(admin.createTopics(created).all());
    replays = new ReplayLog(client, admin, topics, fatal::add).start();
    progress = new ProgressLog(client, admin, topics, fatal::add).start();
  }

  @AfterEach
  void stopReading() {
    replays.close();
    progress.close();
    assertThat(fatal).isEmpty();
  }

  @Test
  void asksNoTargetThatNoRecordOfTheSlotNames() {
    claim(0, WritablePartitions.one(copies, 1));

    takeOver(copies, sick).close();
  }

  @Test
  void asksNoTargetOfAShardThatHasEnded() {
    try (var former = takeOver(copies)) {
      former.claim(shard(0), WritablePartitions.all(sick, 2), group());
      former.begin();
      former.send(new ProducerRecord<>(sick, 0, bytes("user"), bytes("event")));
      former.commit(shard(0).in(ShardState.DONE, Instant.EPOCH));
      former.claim(shard(1), WritablePartitions.all(copies, 2), group());
      progress.awaitVisible(shard(1));
    }

    takeOver(copies, sick).close();
  }

  @Test
  void asksTheTargetThatAClaimNames() {
    claim(0, WritablePartitions.one(sick, 1));

    try (var successor = takeOver(copies, sick)) {
      assertUnchecked(successor, Set.of(1));
    }
  }

  @Test
  void asksTheTargetThatTheRecordsOfALeaseNameAfterTheClaimIsCompactedAway() {
    try (var former = takeOver(copies)) {
      former.claim(shard(0), WritablePartitions.one(sick, 1), group());
      former.begin();
      former.commit(shard(0).waitingFor(null));
      former.claim(shard(1), WritablePartitions.one(copies, 1), group());
      progress.awaitVisible(shard(1));
    }

    try (var successor = takeOver(copies, sick)) {
      assertUnchecked(successor, Set.of(1));
    }
  }

  /** An older version wrote the claim, so the slot may have written every target. */
  @Test
  void asksAllTargetsIfAClaimDoesNotNameItsPartitions() {
    try (var producer =
        new KafkaProducer<>(client, new ByteArraySerializer(), new ByteArraySerializer())) {
      var claim =
          new ProducerRecord<>(
              topics.progress(),
              SLOT,
              bytes(shard(0).shard().toString()),
              ControlCodec.encode(shard(0)));
      claim.headers().add(ForgottenTransaction.naming());
      producer.send(claim);
    }
    progress.awaitVisible(shard(0));

    try (var successor = takeOver(copies, sick)) {
      assertUnchecked(successor, Set.of(0, 1));
    }
  }

  /** The slice was aborted before its progress record was written, so only the claim names it. */
  @Test
  void endsWhatHangsInATargetThatIsNoLongerConfigured() {
    claim(0, WritablePartitions.all(sick, 2));
    hangIn(sick, 1);
    assertThat(isOpen(sick, 1)).isTrue();

    takeOver(copies).close();

    assertThat(isOpen(sick, 1)).isFalse();
  }

  /** No target writes to the parked topic, so only the claim names its partition. */
  @Test
  void endsWhatHangsWhereAShardParksItsRecords() {
    claim(0, WritablePartitions.one(copies, 0).withParked(new TopicPartition(sick, 1)));
    hangIn(sick, 1);
    assertThat(isOpen(sick, 1)).isTrue();

    takeOver(copies).close();

    assertThat(isOpen(sick, 1)).isFalse();
  }

  @Test
  void endsWhatHangsInAPartitionThatAnswersLater() {
    claim(0, WritablePartitions.one(sick, 1));
    hangIn(sick, 1);

    try (var successor = takeOver(copies, sick)) {
      answers = true;
      assertThat(isOpen(sick, 1)).isTrue();
      successor.check(Set.of(new TopicPartition(sick, 1)));

      assertThat(successor.unchecked().isEmpty()).isTrue();
      assertThat(isOpen(sick, 1)).isFalse();
    }
  }

  /** The shard is no longer CLAIMED: only the newest record of the slot names the partition. */
  @Test
  void endsWhatHangsInAPartitionThatThePredecessorCouldNotCheck() {
    claim(0, WritablePartitions.one(sick, 1));
    hangIn(sick, 1);
    try (var former = takeOver(copies, sick)) {
      former.claim(shard(0), WritablePartitions.NONE, group());
      former.begin();
      former.commit(shard(0).in(ShardState.STOPPED, Instant.EPOCH));
      former.claim(shard(1), WritablePartitions.one(copies, 1), group());
      progress.awaitVisible(shard(1));
    }
    assertThat(isOpen(sick, 1)).isTrue();
    assertThat(progress.doubts(progress.of("r")).get(0)).contains("may hang in [" + sick + "-1]");

    takeOver(copies).close();

    assertThat(isOpen(sick, 1)).isFalse();
  }

  /** An owner removes nothing here (step X2). A removal names the partition as any record does. */
  @Test
  void endsWhatHangsInAPartitionThatARemovalNames() {
    claim(0, WritablePartitions.one(sick, 1));
    hangIn(sick, 1);
    try (var former = takeOver(copies, sick)) {
      former.claim(shard(0), WritablePartitions.NONE, group());
      former.begin();
      former.commit(shard(0).in(ShardState.STOPPED, Instant.EPOCH));
      former.remove(List.of(new ShardKey("expired", 0)), group());
      progress.catchUpOwned(SLOT);
    }
    assertThat(progress.doubts(progress.of("r")).get(0)).contains("may hang in [" + sick + "-1]");

    takeOver(copies).close();

    assertThat(isOpen(sick, 1)).isFalse();
  }

  /**
   * The transaction has ended in a target whose records were deleted since, so nobody knows whether
   * it was committed there.
   */
  @Test
  void recordsADoubtBeforeItAbortsTheTransaction() {
    claim(0, WritablePartitions.one(copies, 1));
    var slice = hangIn(copies, 1);
    var log = new TopicPartition(topics.progress(), SLOT);
    var reached =
        new ProducerRecord<>(
            log.topic(),
            log.partition(),
            bytes(shard(0).shard().toString()),
            ControlCodec.encode(
                shard(0)
                    .advanced(
                        7,
                        ShardCounts.NONE,
                        HoleList.NONE,
                        OffsetDigest.State.EMPTY,
                        Instant.EPOCH)));
    reached.headers().add(ForgottenTransaction.naming(new TopicPartition(copies, 1)));
    slice.write(reached);
    var abort = abortIn(copies, 1);
    KafkaAnswer.of(admin.deleteRecords(Map.of(abort, RecordsToDelete.beforeOffset(-1L))).all());

    assertThatThrownBy(() -> takeOver(copies))
        .isInstanceOfSatisfying(
            TransactionInDoubtException.class, e -> assertThat(e.isFinal()).isTrue());
    takeover(copies).openInDoubt(SLOT).close();

    progress.catchUpOwned(SLOT);
    assertThat(progress.of(shard(0).shard())).isEqualTo(shard(0));
    assertThat(progress.doubt(shard(0).shard()))
        .hasValueSatisfying(
            doubt ->
                assertThat(doubt)
                    .contains("whether offsets [0, 7) were delivered")
                    .contains("producer id")
                    .contains("has ended in [" + copies + "-1]"));
    takeOver(copies).close();
  }

  /** The claim lost the race with the end of its replay, and hangs since. */
  @Test
  void endsALateClaimOfAReplayOfWhichOnlyTheAccountIsLeft() {
    var plan = Samples.plan(1, Throttle.NONE).withoutShards();
    var expired =
        new EventRecord(
            "r",
            3,
            Samples.NOON,
            "coordinator",
            null,
            new ReplayEvent.Expired(plan, Samples.account()));
    try (var producer =
        new KafkaProducer<>(client, new ByteArraySerializer(), new ByteArraySerializer())) {
      KafkaAnswer.of(
          producer.send(
              new ProducerRecord<>(
                  topics.replays(), 0, bytes(expired.key()), ControlCodec.encode(expired))),
          Duration.ofSeconds(5));
    }
    var claim =
        new ProducerRecord<>(
            topics.progress(),
            SLOT,
            bytes(shard(0).shard().toString()),
            ControlCodec.encode(shard(0)));
    claim.headers().add(ForgottenTransaction.naming(new TopicPartition(copies, 1)));
    new ForgottenTransaction(client, admin, topics.slotTransactionalId(SLOT)).write(claim);

    takeOver(copies).close();

    progress.catchUpOwned(SLOT);
    assertThat(progress.of(shard(0).shard())).isNull();
  }

  @Test
  void doesNotAskATopicThatWasDeleted() {
    claim(0, WritablePartitions.all(sick, 2));
    KafkaAnswer.of(admin.deleteTopics(List.of(sick)).all());

    takeOver(copies, sick).close();
  }

  private ForgottenTransaction hangIn(String topic, int partition) {
    var slice = new ForgottenTransaction(client, admin, topics.slotTransactionalId(SLOT));
    slice.write(new ProducerRecord<>(topic, partition, bytes("user"), bytes("event")));
    return slice;
  }

  /** The sick topic was asked and did not answer: it is unchecked, for shard 0. */
  private void assertUnchecked(SlotTransactions successor, Set<Integer> partitions) {
    var expected = new HashMap<TopicPartition, Set<ShardKey>>();
    partitions.forEach(p -> expected.put(new TopicPartition(sick, p), Set.of(shard(0).shard())));
    assertThat(successor.unchecked().shards()).isEqualTo(expected);
    assertThatThrownBy(() -> successor.check(Set.of(new TopicPartition(sick, 1))))
        .isInstanceOf(UncheckedPartitionException.class)
        .hasCauseInstanceOf(TimeoutException.class)
        .hasMessageContaining(sick + "-1");
    assertThat(successor.unchecked().shards()).isEqualTo(expected);
  }

  /** Claims a shard as an owner that then dies. */
  private void claim(int index, WritablePartitions writable) {
    try (var former = takeOver(copies)) {
      former.claim(shard(index), writable, group());
      progress.awaitVisible(shard(index));
    }
  }

  /**
   * Takes the slot over, with targets that write to these topics. If the sick topic is among them,
   * it cannot be asked.
   */
  private SlotTransactions takeOver(String... configured) {
    return takeover(configured).open(SLOT);
  }

  private KafkaSlotTakeover takeover(String... configured) {
    var targets = new HashMap<String, TargetConfig>();
    for (var topic : configured) {
      targets.put("to-" + topic, new TargetConfig.KafkaTopic(topic));
    }
    var asked = targets.containsKey("to-" + sick) ? withoutLeader(sick) : admin;
    var inspector = new TopicInspector(admin, ColdFacts.NONE);
    return new KafkaSlotTakeover(
        client,
        topics,
        Duration.ofSeconds(30),
        new TransactionEnds(asked, client),
        new SlotFootprints(admin, topics, new Targets(targets, inspector), replays, progress),
        new SlotDoubts(new DoubtNotes(client, topics), replays, progress, Clock.systemUTC()),
        progress);
  }

  /** An admin client that gets no answer about the producers of a topic. */
  private Admin withoutLeader(String topic) {
    return (Admin)
        Proxy.newProxyInstance(
            Admin.class.getClassLoader(),
            new Class<?>[] {Admin.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("describeProducers") && !answers) {
                requireNone(topic, (Collection<?>) arguments[0]);
              }
              try {
                return method.invoke(admin, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  private static void requireNone(String topic, Collection<?> asked) {
    for (var partition : asked) {
      if (((TopicPartition) partition).topic().equals(topic)) {
        throw new TimeoutException("no leader of one of " + asked);
      }
    }
  }

  /** Writes the marker that aborts the open transaction of a partition, only there. */
  private static TopicPartition abortIn(String topic, int number) {
    var partition = new TopicPartition(topic, number);
    var open =
        KafkaAnswer.of(admin.describeProducers(List.of(partition)).partitionResult(partition))
            .activeProducers()
            .get(0);
    var spec =
        new AbortTransactionSpec(
            partition,
            open.producerId(),
            (short) open.producerEpoch(),
            open.coordinatorEpoch().orElse(0));
    KafkaAnswer.of(admin.abortTransaction(spec).all());
    return partition;
  }

  private static boolean isOpen(String topic, int partition) {
    var asked = new TopicPartition(topic, partition);
    return KafkaAnswer.of(admin.describeProducers(List.of(asked)).partitionResult(asked))
        .activeProducers()
        .stream()
        .anyMatch(producer -> producer.currentTransactionStartOffset().isPresent());
  }

  private ConsumerGroupMetadata group() {
    return new ConsumerGroupMetadata(topics.slotsGroup());
  }

  private static ShardProgress shard(int index) {
    return ShardProgress.first(
        new ShardKey("r", index),
        SLOT,
        new ShardPlan(index, 0, new OffsetRange(0, 10), 0, 1),
        1,
        "w1",
        Instant.parse("2025-01-01T00:00:00Z"));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
