package io.reprise.replay.journal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.reprise.embedded.EmbeddedBroker;
import io.reprise.kafka.client.KafkaAnswer;
import io.reprise.replay.checkpoint.HoleList;
import io.reprise.replay.checkpoint.ShardCounts;
import io.reprise.replay.checkpoint.ShardKey;
import io.reprise.replay.checkpoint.ShardProgress;
import io.reprise.replay.checkpoint.ShardState;
import io.reprise.replay.fencing.KafkaSlotTransactions;
import io.reprise.replay.fencing.TransactionEnds;
import io.reprise.replay.plan.ShardPlan;
import io.reprise.store.OffsetRange;
import io.reprise.store.digest.OffsetDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ProgressLogIT {
  private static final int SLOT = 1;
  private static final ShardProgress WRITTEN =
      ShardProgress.first(
          new ShardKey("r", 0),
          SLOT,
          new ShardPlan(0, 0, new OffsetRange(0, 10), 0, 1),
          1,
          "w1",
          Instant.parse("2025-01-01T00:00:00Z"));

  private static EmbeddedBroker broker;
  private static Map<String, Object> client;

  @BeforeAll
  static void startBroker() {
    broker = EmbeddedBroker.startTemporary();
    client = Map.of("bootstrap.servers", broker.bootstrapServers());
  }

  @AfterAll
  static void stopBroker() {
    broker.close();
  }

  @Test
  void aTransactionThatStaysOpenKeepsTheSlotsOwnerFromGoingOn() {
    List<RuntimeException> fatal = new CopyOnWriteArrayList<>();
    try (var admin = Admin.create(client)) {
      // Given
      var topics = new ControlTopics("hanging", 2).ensure(admin, (short) 1);
      try (var log = new ProgressLog(client, admin, topics, fatal::add).start();
          var transactions =
              new KafkaSlotTransactions(
                  client,
                  topics,
                  new TransactionEnds(admin, client),
                  log,
                  SLOT,
                  Duration.ofSeconds(30))) {
        transactions.begin();
        transactions.send(
            new ProducerRecord<>(topics.progress(), SLOT, new byte[] {'r', '/', '1'}, null));
        await().until(() -> written(admin, topics) == 1);

        // When, then: others are not held up, and see nothing.
        log.catchUp(SLOT);
        assertThatThrownBy(() -> log.catchUpOwned(SLOT))
            .isInstanceOf(StaleControlException.class)
            .hasMessageContaining("[hanging.progress-1] was not read to its end")
            .hasMessageContaining("a transaction hangs there");

        transactions.commit(WRITTEN);
        log.catchUpOwned(SLOT);
        assertThat(log.of(WRITTEN.shard())).isEqualTo(WRITTEN);
      }
    }
    assertThat(fatal).isEmpty();
  }

  @Test
  void theRecordsOfAnEndedReplayAreReadFromTheTopicWhenTheyAreAskedFor() {
    List<RuntimeException> fatal = new CopyOnWriteArrayList<>();
    List<String> settled = new CopyOnWriteArrayList<>();
    List<ShardProgress> unsettled = new CopyOnWriteArrayList<>();
    var done = WRITTEN.in(ShardState.DONE, WRITTEN.at());
    var other = new ShardKey("r", 3);
    try (var admin = Admin.create(client)) {
      var topics = new ControlTopics("ended", 2).ensure(admin, (short) 1);
      try (var log = new ProgressLog(client, admin, topics, fatal::add).start();
          var transactions =
              new KafkaSlotTransactions(
                  client,
                  topics,
                  new TransactionEnds(admin, client),
                  log,
                  SLOT,
                  Duration.ofSeconds(30))) {
        log.onChangeOfWork(settled::add, unsettled::add);
        commit(transactions, WRITTEN);
        commit(transactions, done);
        log.awaitVisible(done);
        log.end("r");

        assertThat(log.isSettled("r")).isTrue();
        assertThat(settled).contains("r");
        assertThat(log.totals("r").orElseThrow().done()).isEqualTo(1);
        assertThat(log.of("r")).containsExactly(Map.entry(0, done));
        assertThat(log.of(done.shard())).isEqualTo(done);
        assertThat(log.of(other)).isNull();
        log.awaitVisible(done);

        // A claim that lost the race with the end of its replay.
        var late =
            ShardProgress.first(
                other, SLOT, new ShardPlan(3, 0, new OffsetRange(0, 10), 0, 1), 1, "w1", done.at());
        commit(transactions, late);
        log.awaitVisible(late);
        assertThat(log.isSettled("r")).isFalse();
        assertThat(unsettled).containsExactly(late);
        assertThat(log.of("r")).containsExactly(Map.entry(0, done), Map.entry(3, late));
        var stopped = late.in(ShardState.STOPPED, done.at());
        commit(transactions, stopped);
        log.awaitVisible(stopped);
        assertThat(log.isSettled("r")).isTrue();
      }
    }
    assertThat(fatal).isEmpty();
  }

  @Test
  void theOwnerRemovesTheRecordsAndNotesOfAnExpiredReplayAlsoALateNote() {
    List<RuntimeException> fatal = new CopyOnWriteArrayList<>();
    Set<String> expired = ConcurrentHashMap.newKeySet();
    var record = new ShardKey("r", 0);
    var earlier = new ShardKey("doubt:r:0:1", 0);
    var note = new ShardKey("doubt:r:7:1", 0);
    var older = new ShardKey("doubt:r", 0);
    var newest =
        WRITTEN
            .advanced(7, ShardCounts.NONE, HoleList.NONE, OffsetDigest.State.EMPTY, WRITTEN.at())
            .in(ShardState.STOPPED, WRITTEN.at());
    try (var admin = Admin.create(client)) {
      var topics = new ControlTopics("expired", 2).ensure(admin, (short) 1);
      var notes = new DoubtNotes(client, topics);
      var log = new ProgressLog(client, admin, topics, fatal::add);
      log.onExpiredReplays(expired::contains);
      try (log;
          var transactions =
              new KafkaSlotTransactions(
                  client,
                  topics,
                  new TransactionEnds(admin, client),
                  log.start(),
                  SLOT,
                  Duration.ofSeconds(30))) {
        commit(transactions, newest);
        log.awaitVisible(newest);
        notes.write(newest, "in doubt", WRITTEN.at());
        // The notes of a former owner about an earlier transaction, and of an older version.
        notes.write(WRITTEN, "earlier", WRITTEN.at());
        writeWithOlderKey(topics, DoubtNote.about(WRITTEN, "older", WRITTEN.at()));
        log.catchUp(SLOT);
        assertThat(log.doubts(log.of("r"))).isEqualTo(Map.of(0, "in doubt"));
        assertThat(log.doubt(record)).contains("in doubt");
        assertThat(log.expired(SLOT)).isEmpty();

        expired.add("r");
        log.expire("r");
        assertThat(log.expired(SLOT)).containsExactlyInAnyOrder(record, note, earlier, older);
        remove(transactions, topics, log);
        assertThat(log.hasRecords("r")).isFalse();

        notes.write(newest, "late", WRITTEN.at());
        log.catchUp(SLOT);
        assertThat(log.hasRecords("r")).isTrue();
        assertThat(log.of("r")).isEmpty();
        assertThat(log.doubt(record)).isEmpty();
        assertThat(log.expired(SLOT)).containsExactly(note);
        remove(transactions, topics, log);
        assertThat(log.hasRecords("r")).isFalse();
        assertThat(log.expired(SLOT)).isEmpty();
      }
    }
    assertThat(fatal).isEmpty();
  }

  private static void writeWithOlderKey(ControlTopics topics, ShardProgress note) {
    var key = new ShardKey("doubt:r", 0).toString();
    var value = new String(ControlCodec.encode(note), UTF_8).replace(note.shard().toString(), key);
    var serializer = new ByteArraySerializer();
    try (var producer = new KafkaProducer<>(client, serializer, serializer)) {
      KafkaAnswer.of(
          producer.send(
              new ProducerRecord<>(
                  topics.progress(), SLOT, key.getBytes(UTF_8), value.getBytes(UTF_8))),
          Duration.ofSeconds(5));
    }
  }

  private static void remove(
      KafkaSlotTransactions transactions, ControlTopics topics, ProgressLog log) {
    var keys = log.expired(SLOT);
    transactions.remove(keys, new ConsumerGroupMetadata(topics.slotsGroup()));
    log.awaitRemoved(SLOT, keys);
  }

  private static void commit(KafkaSlotTransactions transactions, ShardProgress record) {
    transactions.begin();
    transactions.commit(record);
  }

  private static long written(Admin admin, ControlTopics topics) throws Exception {
    var partition = new TopicPartition(topics.progress(), SLOT);
    return admin
        .listOffsets(Map.of(partition, OffsetSpec.latest()))
        .partitionResult(partition)
        .get()
        .offset();
  }
}
