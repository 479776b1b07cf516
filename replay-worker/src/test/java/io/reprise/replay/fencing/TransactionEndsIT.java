package io.reprise.replay.fencing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.reprise.embedded.EmbeddedBroker;
import io.reprise.kafka.client.KafkaAnswer;
import io.reprise.replay.checkpoint.ShardKey;
import io.reprise.replay.checkpoint.ShardProgress;
import io.reprise.replay.journal.ControlCodec;
import io.reprise.replay.journal.ControlTopics;
import io.reprise.replay.journal.ProgressLog;
import io.reprise.replay.journal.StaleControlException;
import io.reprise.replay.plan.ShardPlan;
import io.reprise.store.OffsetRange;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Transactions that no broker will end, in a slot's log and in a target.
 *
 * <p>Shows guarantees 5, 7 and 12 of docs/liveness.md.
 */
class TransactionEndsIT {
  private static final int SLOT = 1;

  private static EmbeddedBroker broker;
  private static Map<String, Object> client;
  private static Admin admin;
  private static TransactionEnds ends;
  private static int tests;

  private final List<RuntimeException> fatal = new CopyOnWriteArrayList<>();
  private ControlTopics topics;
  private ProgressLog progressLog;
  private TopicPartition log;
  private TopicPartition left;
  private TopicPartition right;
  private ForgottenTransaction forgotten;

  @BeforeAll
  static void startBroker() {
    var settings = new HashMap<>(EmbeddedBroker.ONE_MACHINE);
    settings.putAll(ForgottenTransaction.UNVERIFIED);
    broker = EmbeddedBroker.startTemporary(settings);
    client = Map.of("bootstrap.servers", broker.bootstrapServers());
    admin = Admin.create(client);
    ends = new TransactionEnds(admin, client);
  }

  @AfterAll
  static void stopBroker() {
    admin.close();
    broker.close();
  }

  @BeforeEach
  void takeSlot(TestInfo test) {
    var method = test.getTestMethod().orElseThrow().getName();
    var name = (method + "-" + ++tests).toLowerCase(java.util.Locale.ROOT);
    topics = new ControlTopics(name, 2).ensure(admin, (short) 1);
    progressLog = new ProgressLog(client, admin, topics, fatal::add).start();
    KafkaAnswer.of(admin.createTopics(List.of(new NewTopic(name, 2, (short) 1))).all());
    log = new TopicPartition(topics.progress(), SLOT);
    left = new TopicPartition(name, 0);
    right = new TopicPartition(name, 1);
    forgotten = new ForgottenTransaction(client, admin, topics.slotTransactionalId(SLOT));
  }

  @AfterEach
  void stopFollowing() {
    progressLog.close();
    assertThat(fatal).isEmpty();
  }

  @Test
  void abortsAllOfWhatHasEndedNowhere() {
    forgotten.write(record(left, "a", null));
    forgotten.write(record(right, "b", null));
    forgotten.write(record(log, "progress", ForgottenTransaction.naming(left, right)));

    try (var successor = takeOver()) {
      ends.end(footprint(true));

      assertThat(committed(left)).isEmpty();
      assertThat(committed(right)).isEmpty();
      assertThat(committed(log)).isEmpty();
      commit(successor, "c");
    }
    assertThat(committed(left)).containsExactly("c");
    assertThat(committed(log)).hasSize(1);
  }

  /** Only the record in the own log names the partition: no committed record does. */
  @Test
  void endsWhatOnlyTheOpenRecordOfTheLogNames() {
    forgotten.write(record(left, "a", null));
    forgotten.write(record(log, "progress", ForgottenTransaction.naming(left, right)));

    try (var successor = takeOver()) {
      var own = topics.slotTransactionalId(SLOT);
      ends.end(new TransactionFootprint(own, log, List.of(), List.of(), Set.of(), new Shown(true)));

      assertThat(committed(left)).isEmpty();
      assertThat(committed(log)).isEmpty();
      commit(successor, "c");
    }
    assertThat(committed(left)).containsExactly("c");
  }

  @Test
  void commitsInATargetWhatTheLogShows() {
    forgotten.write(record(right, "a", null));

    try (var successor = takeOver()) {
      ends.end(footprint(true));

      assertThat(committed(right)).containsExactly("a");
      commit(successor, "b");
    }
    assertThat(committed(left)).containsExactly("b");
  }

  @Test
  void abortsInATargetWhatTheLogDoesNotShow() {
    forgotten.write(record(right, "a", null));

    try (var successor = takeOver()) {
      ends.end(footprint(false));

      assertThat(committed(right)).isEmpty();
      commit(successor, "b");
    }
    assertThat(committed(left)).containsExactly("b");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void endsWhatIsOpenInTheLogAsItHasEndedElsewhere(boolean commits) {
    forgotten.write(record(left, "a", null));
    forgotten.write(record(right, "b", null));
    forgotten.write(progressRecord(ForgottenTransaction.naming(left, right)));
    endIn(right, commits);

    try (var successor = takeOver()) {
      ends.end(footprint(!commits));

      assertThat(committed(right)).hasSize(commits ? 1 : 0);
      assertThat(committed(left)).hasSize(commits ? 1 : 0);
      assertThat(committed(log)).hasSize(commits ? 1 : 0);
      commit(successor, "c");
    }
  }

  @Test
  void abortsWhatNeverReachedAPartitionThatTheLogNames() {
    forgotten.write(record(left, "a", null));
    forgotten.write(record(log, "progress", ForgottenTransaction.naming(left, right)));

    try (var successor = takeOver()) {
      ends.end(footprint(true));

      assertThat(committed(left)).isEmpty();
      assertThat(committed(log)).isEmpty();
      commit(successor, "c");
    }
  }

  @Test
  void touchesNothingOfWhichItCannotBeToldHowItEnded() {
    forgotten.write(record(left, "a", null));
    forgotten.write(record(right, "b", null));
    forgotten.write(record(log, "progress", ForgottenTransaction.naming(left, right)));
    endIn(right, true);
    KafkaAnswer.of(admin.deleteRecords(Map.of(right, RecordsToDelete.beforeOffset(1))).all());

    try (var successor = takeOver()) {
      for (int i = 0; i < 2; i++) {
        assertThatThrownBy(() -> ends.end(footprint(true)))
            .isInstanceOf(StaleControlException.class)
            .hasMessageContaining("has ended in [" + right + "]: its outcome cannot be determined");
      }
    }
  }

  @Test
  void doesNotGuessWhereARecordDoesNotSayWhereElseItWrote() {
    forgotten.write(record(log, "progress", null));

    try (var successor = takeOver()) {
      assertThatThrownBy(() -> ends.end(footprint(true)))
          .isInstanceOf(StaleControlException.class)
          .hasMessageContaining("does not name the other partitions that the transaction wrote");
    }
  }

  @Test
  void endsWhatHangsUnderAProducerIdThatTheWriterHadBefore() {
    // Given: a producer id whose epochs are used up has written the log and hangs in a target.
    var former = new ForgottenTransaction(client, admin, "former-" + SLOT);
    former.write(record(left, "a", null));
    former.write(record(log, "progress", ForgottenTransaction.naming(left)));
    endIn(log, false);
    var stranger = new ForgottenTransaction(client, admin, "stranger");
    stranger.write(record(right, "b", null));

    try (var successor = takeOver()) {
      ends.end(footprint(false));

      assertThat(open(left)).isEmpty();
      assertThat(open(right)).hasSize(1);
    }
  }

  @Test
  void readsTheTransactionVersionOfTheCluster() {
    assertThat(TransactionVersion.of(admin)).hasValue(TransactionVersion.REQUIRED);
  }

  @Test
  void leavesASuccessorsTransactionAlone() {
    try (var successor = takeOver()) {
      successor.begin();
      successor.send(record(left, "a", null));
      await().until(() -> !open(left).isEmpty());

      ends.end(footprint(true));

      successor.commit(progress());
    }
    assertThat(committed(left)).containsExactly("a");
  }

  @Test
  void waitsForTheEndOfTheWritersTransactionAndOfNoOther() {
    new ForgottenTransaction(client, admin, "another").write(record(left, "a", null));
    var id = topics.slotTransactionalId(SLOT);
    long producerId = ends.await(id, Set.of(left, right), -1);
    assertThat(producerId).isNotNegative();

    forgotten.write(record(right, "b", null));

    assertThatThrownBy(() -> ends.await(id, Set.of(left, right), producerId))
        .isInstanceOf(StaleControlException.class)
        .hasMessageContaining("did not end in time")
        .hasMessageContaining(right.toString());
  }

  private KafkaSlotTransactions takeOver() {
    return new KafkaSlotTransactions(
        client, topics, ends, progressLog, SLOT, Duration.ofSeconds(30));
  }

  private void commit(KafkaSlotTransactions transactions, String value) {
    transactions.begin();
    transactions.send(record(left, value, null));
    transactions.commit(progress());
  }

  private TransactionFootprint footprint(boolean shows) {
    return new TransactionFootprint(
        topics.slotTransactionalId(SLOT),
        log,
        List.of(left, right),
        List.of(),
        Set.of(),
        new Shown(shows));
  }

  /**
   * @param shows whether the own log proves that records elsewhere were committed
   */
  private record Shown(boolean shows) implements TransactionWitness {
    @Override
    public boolean isCommitted(ConsumerRecord<byte[], byte[]> record) {
      return shows;
    }

    @Override
    public Predicate<ConsumerRecord<byte[], byte[]>> partOf(
        List<ConsumerRecord<byte[], byte[]>> own) {
      return record -> "b".equals(new String(record.value(), StandardCharsets.UTF_8));
    }

    @Override
    public boolean hasCommittedOffsets(List<ConsumerRecord<byte[], byte[]>> own) {
      return shows;
    }
  }

  private static ProducerRecord<byte[], byte[]> record(
      TopicPartition in, String value, @Nullable Header header) {
    var record =
        new ProducerRecord<byte[], byte[]>(
            in.topic(),
            in.partition(),
            "key".getBytes(StandardCharsets.UTF_8),
            value.getBytes(StandardCharsets.UTF_8));
    if (header != null) {
      record.headers().add(header);
    }
    return record;
  }

  private ProducerRecord<byte[], byte[]> progressRecord(Header header) {
    var record =
        new ProducerRecord<byte[], byte[]>(
            log.topic(),
            log.partition(),
            progress().shard().toString().getBytes(StandardCharsets.UTF_8),
            ControlCodec.encode(progress()));
    record.headers().add(header);
    return record;
  }

  private static ShardProgress progress() {
    return ShardProgress.first(
        new ShardKey("r", 0),
        SLOT,
        new ShardPlan(0, 0, new OffsetRange(0, 10), 0, 1),
        1,
        "w1",
        Instant.parse("2025-01-01T00:00:00Z"));
  }

  /** Writes the marker of each open transaction into one partition only. */
  private static void endIn(TopicPartition partition, boolean commits) {
    var markers = new TransactionMarkers(admin, client);
    KafkaAnswer.of(admin.describeProducers(List.of(partition)).partitionResult(partition))
        .activeProducers()
        .stream()
        .filter(p -> p.currentTransactionStartOffset().isPresent())
        .map(p -> OpenTransaction.of(partition, p))
        .forEach(commits ? markers::commit : markers::abort);
  }

  private static List<Long> open(TopicPartition partition) {
    return KafkaAnswer.of(admin.describeProducers(List.of(partition)).partitionResult(partition))
        .activeProducers()
        .stream()
        .flatMap(p -> p.currentTransactionStartOffset().stream().boxed())
        .toList();
  }

  /** The values up to the partition's very end; fails when one that hangs is in the way. */
  private static List<String> committed(TopicPartition partition) {
    var settings = new HashMap<>(client);
    settings.put("isolation.level", "read_committed");
    settings.put("auto.offset.reset", "earliest");
    assertThat(open(partition)).as("transactions open in " + partition).isEmpty();
    try (var consumer =
        new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
      consumer.assign(List.of(partition));
      var values = new ArrayList<String>();
      long end = consumer.endOffsets(List.of(partition)).get(partition);
      await()
          .until(
              () -> {
                consumer.poll(Duration.ofMillis(100)).forEach(r -> values.add(r.value()));
                return consumer.position(partition) >= end;
              });
      return values;
    }
  }
}
