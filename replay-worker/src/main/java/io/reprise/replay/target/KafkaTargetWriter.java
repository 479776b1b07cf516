package io.reprise.replay.target;

import io.reprise.replay.spec.RecordTimestamps;
import io.reprise.schemas.wire.ReplayMarker;
import io.reprise.store.KeyPartition;
import io.reprise.store.facts.RecordLimits;
import java.time.Instant;
import java.util.UUID;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/**
 * Writes copies of source records to one target topic, as part of the slot's transaction. Confined
 * to the thread of the shard.
 */
public final class KafkaTargetWriter implements TargetWriter {
  /**
   * The writer refuses a record that has already been replayed this many times. The limit ends
   * loops in which replays copy a record back and forth between topics.
   */
  static final int MAX_REPLAYS = 16;

  /** Upper bound of the bytes that Kafka adds to one record: batch header, lengths and deltas. */
  private static final int RECORD_OVERHEAD_BYTES = 128;

  private final UUID replay;
  private final DeliveryContext delivery;
  private final RecordSink transaction;
  private final String topic;
  private final WritablePartitions writable;
  private final RecordLimits limits;
  private final LongSupplier nowMillis;

  /**
   * Creates a writer to the topic whose partitions {@code delivery} names.
   *
   * @param limits what the topic requires of each record
   * @param nowMillis returns the present time in milliseconds since the epoch. The writer compares
   *     the timestamps of records with it, and uses it as the time of delivery
   */
  public KafkaTargetWriter(
      DeliveryContext delivery,
      RecordSink transaction,
      RecordLimits limits,
      LongSupplier nowMillis) {
    this.replay = UUID.fromString(delivery.replay());
    this.delivery = delivery;
    this.transaction = transaction;
    this.writable = delivery.writable();
    this.topic = writable.topic();
    this.limits = limits;
    this.nowMillis = nowMillis;
  }

  @Override
  public DeliveryResult deliver(ConsumerRecord<byte[], byte[]> record) {
    return deliver(record, partition(record));
  }

  /** Writes one record as {@link TargetWriter#deliver} does, to a given partition. */
  DeliveryResult deliver(ConsumerRecord<byte[], byte[]> record, int partition) {
    int count = replayCount(record.headers()) + 1;
    if (count > MAX_REPLAYS) {
      return new DeliveryResult.Refused(
          "the record was already replayed " + MAX_REPLAYS + " times");
    }
    var refusal = refusal(record);
    if (refusal != null) {
      return refusal;
    }
    var headers = new RecordHeaders();
    long bytes = RECORD_OVERHEAD_BYTES + length(record.key()) + length(record.value());
    for (Header header : record.headers()) {
      if (DeliveredHeaders.isCopied(header.key())) {
        headers.add(header);
        bytes += 10 + 3L * header.key().length() + length(header.value());
      }
    }
    if (bytes > limits.maxBytes()) {
      return new DeliveryResult.Refused(
          "the record has about %d bytes, above max.message.bytes %d of topic '%s'"
              .formatted(bytes, limits.maxBytes(), topic));
    }
    headers.add(ReplayMarker.HEADER, marker(record, count).encode());
    transaction.send(
        new ProducerRecord<>(
            topic, partition, timestamp(record), record.key(), record.value(), headers));
    return DeliveryResult.ACCEPTED;
  }

  /**
   * Returns why the target topic does not accept the key or the timestamp of a record; null if the
   * topic accepts both. The writer checks each record itself, because the broker would refuse the
   * whole slice without naming the record.
   */
  private DeliveryResult.@Nullable Refused refusal(ConsumerRecord<byte[], byte[]> record) {
    if (limits.requiresKey() && record.key() == null) {
      return new DeliveryResult.Refused(
          "the record has no key, and topic '" + topic + "' is compacted");
    }
    return getsTimeOfDelivery() ? null : timestampRefusal(record.timestamp());
  }

  private DeliveryResult.@Nullable Refused timestampRefusal(long timestamp) {
    if (timestamp < 0) {
      return new DeliveryResult.Refused(
          "the record has the negative timestamp %d, which Kafka's clients cannot write"
              .formatted(timestamp));
    }
    long age = nowMillis.getAsLong() - timestamp;
    if (age > limits.oldestMillis()) {
      return outside(timestamp, "before", limits.oldestMillis());
    }
    return -age > limits.newestMillis() ? outside(timestamp, "after", limits.newestMillis()) : null;
  }

  private DeliveryResult.Refused outside(long timestamp, String side, long limit) {
    return new DeliveryResult.Refused(
        "the record's timestamp %s is outside message.timestamp.%s.max.ms %d of topic '%s'"
            .formatted(Instant.ofEpochMilli(timestamp), side, limit, topic));
  }

  private boolean getsTimeOfDelivery() {
    return delivery.timestamps() == RecordTimestamps.REPLAY;
  }

  private long timestamp(ConsumerRecord<byte[], byte[]> record) {
    return getsTimeOfDelivery() ? nowMillis.getAsLong() : record.timestamp();
  }

  private ReplayMarker marker(ConsumerRecord<byte[], byte[]> record, int count) {
    return new ReplayMarker(
        replay,
        delivery.attempt(),
        count,
        record.topic(),
        record.partition(),
        record.offset(),
        record.timestamp());
  }

  /**
   * Returns the target partition for a record. If the shard may write only one partition, this is
   * that partition. Otherwise the record's key decides.
   */
  private int partition(ConsumerRecord<byte[], byte[]> record) {
    int count = writable.count();
    if (count == 1) {
      return writable.from();
    }
    return record.key() == null ? record.partition() % count : KeyPartition.of(record.key(), count);
  }

  @Override
  public void flush() {}

  @Override
  public void close() {}

  private static int replayCount(Headers headers) {
    var header = headers.lastHeader(ReplayMarker.HEADER);
    if (header == null) {
      return 0;
    }
    try {
      return ReplayMarker.decode(header.value()).count();
    } catch (IllegalArgumentException e) {
      return 0;
    }
  }

  private static int length(byte @Nullable [] bytes) {
    return bytes == null ? 0 : bytes.length;
  }
}
