package io.reprise.replay.deliver;

import io.reprise.kafka.time.Ticker;
import io.reprise.replay.checkpoint.ShardProgress;
import io.reprise.replay.failure.ShardFailedException;
import io.reprise.replay.park.ParkedMarker;
import io.reprise.replay.park.ParkedRecord;
import io.reprise.replay.park.RefusalCause;
import io.reprise.replay.plan.ParkedTopic;
import io.reprise.replay.plan.Plan;
import io.reprise.replay.plan.ShardPlan;
import io.reprise.replay.target.LeasedSink;
import io.reprise.replay.target.RecordSink;
import io.reprise.replay.target.WritablePartitions;
import java.time.Clock;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Parks the records of one shard under one lease: adds them to the slot's transaction, so that the
 * parked topic holds a record exactly if the committed progress counts it as parked. Also checks
 * that the parked topic is still the one of the plan, as {@link TargetGuard} does for the target.
 * Confined to the shard's thread.
 */
final class Parking {
  private static final CompletionStage<String> NOT_ASKED = CompletableFuture.completedStage("");

  private final @Nullable Place place;
  private final Plan plan;
  private final ShardPlan shard;
  private final ShardProgress claimed;
  private final Clock clock;
  private CompletionStage<String> asked = NOT_ASKED;
  private long parked;
  private boolean isChecked;

  /** Where the shard parks its records, and the check that the topic's id is the planned one. */
  private record Place(
      ParkedTopic topic, TopicPartition partition, RecordSink sink, TopicIdentityCheck identity) {}

  /**
   * Creates the parking of one lease. It accepts no record if the plan names no parked topic.
   *
   * @param writable the partitions that the shard's claim names
   * @param transaction the slot's transaction
   * @param clock gives the timestamps of the parked records
   */
  Parking(
      Plan plan,
      ShardPlan shard,
      ShardProgress claimed,
      WritablePartitions writable,
      RecordSink transaction,
      TopicIdentities topics,
      Clock clock,
      Ticker ticker) {
    var topic = plan.parkedTopic();
    this.plan = plan;
    this.shard = shard;
    this.claimed = claimed;
    this.clock = clock;
    this.place =
        topic == null
            ? null
            : new Place(
                topic,
                partition(topic, shard),
                new LeasedSink(writable, transaction),
                new TopicIdentityCheck(topics, ticker, "parked topic", topic.name(), topic.id()));
  }

  /** Returns the partition to which a shard parks its records. */
  static TopicPartition partition(ParkedTopic topic, ShardPlan shard) {
    return new TopicPartition(topic.name(), topic.partitionFor(shard.partition()));
  }

  /**
   * Begins a slice: requests the present id of the parked topic. Returns without waiting for the
   * answer.
   *
   * @param parkedBefore number of records that the shard has parked, for error messages
   */
  void beginSlice(long parkedBefore) {
    parked = parkedBefore;
    isChecked = false;
    asked = place == null ? NOT_ASKED : place.identity.ask();
  }

  /**
   * Waits for the topic id that {@link #beginSlice} has requested, and requires that it is the id
   * in the plan.
   *
   * @throws ShardFailedException when the topic was deleted, or deleted and created again
   * @throws org.apache.kafka.common.KafkaException when there is no answer in time, or when two
   *     brokers gave different answers; a retry of the slice is safe
   */
  void requireSame() {
    if (place == null || isChecked) {
      return;
    }
    switch (place.identity.find(asked)) {
      case SAME -> isChecked = true;
      case DELETED -> throw new ShardFailedException(place.topic.deleted(parked));
      case CREATED_AGAIN -> throw new ShardFailedException(place.topic.recreated(parked));
    }
  }

  /**
   * Adds a record to the slot's transaction. The first record of a slice waits for the topic id,
   * because the producer would wait for a deleted topic until its timeout.
   *
   * @param reason why the record was refused
   * @return the bytes of the parked record
   * @throws ShardFailedException when the parked topic does not accept a record of this size, when
   *     it is not the topic of the plan, or when the plan names no parked topic
   * @throws org.apache.kafka.common.KafkaException as {@link #requireSame}
   */
  long park(ConsumerRecord<byte[], byte[]> record, String reason) {
    var to = place;
    if (to == null) {
      throw new ShardFailedException(
          "the plan of this replay has onError PARK and names no parked topic: start a new replay");
    }
    requireSame();
    var marker = marker(record, reason);
    var copy = ParkedRecord.of(record, marker, to.partition, clock.millis());
    long bytes = ParkedRecord.bytes(copy);
    if (bytes > to.topic.maxBytes()) {
      throw new ShardFailedException(
          "offset %d of partition %d was refused (%s) and cannot be parked: it has about %d bytes, above max.message.bytes %d that topic '%s' had when the replay was created; set a larger limit there and start a new replay"
              .formatted(
                  record.offset(),
                  record.partition(),
                  marker.reason(),
                  bytes,
                  to.topic.maxBytes(),
                  to.topic.name()));
    }
    to.sink.send(copy);
    return bytes;
  }

  private ParkedMarker marker(ConsumerRecord<byte[], byte[]> record, String reason) {
    var cause = RefusalCause.of(reason);
    return new ParkedMarker(
        claimed.shard().replay(),
        shard.index(),
        claimed.attempt(),
        plan.spec().target(),
        record.topic(),
        record.partition(),
        record.offset(),
        record.timestamp(),
        ParkedRecord.attempts(record) + 1,
        cause.fingerprint(),
        cause.text(),
        reason);
  }
}
