package io.reprise.replay.target;

import io.reprise.replay.spec.Ordering;
import io.reprise.schemas.wire.ReplayMarker;
import io.reprise.store.KeyPartition;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/**
 * Writes copies of source records to one topic, as part of the slot's transaction. Confined to the
 * thread of the shard.
 */
final class KafkaTargetWriter implements TargetWriter {
  /**
   * The number of replays after which a record is refused. This limit ends loops between topics.
   */
  static final int MAX_REPLAYS = 16;

  /** Upper bound of what Kafka adds to one record: batch header, lengths and deltas. */
  private static final int RECORD_OVERHEAD_BYTES = 128;

  private final UUID replay;
  private final DeliveryContext delivery;
  private final RecordSink transaction;
  private final String topic;
  private final int partitions;
  private final long maxBytes;

  /**
   * Creates a writer to one topic.
   *
   * @param partitions partition count of the topic
   * @param maxBytes max.message.bytes of the topic
   */
  KafkaTargetWriter(
      DeliveryContext delivery,
      RecordSink transaction,
      String topic,
      int partitions,
      long maxBytes) {
    this.replay = UUID.fromString(delivery.replay());
    this.delivery = delivery;
    this.transaction = transaction;
    this.topic = topic;
    this.partitions = partitions;
    this.maxBytes = maxBytes;
  }

  @Override
  public DeliveryResult deliver(ConsumerRecord<byte[], byte[]> record) {
    int count = replayCount(record.headers()) + 1;
    if (count > MAX_REPLAYS) {
      return new DeliveryResult.Refused(
          "the record was already replayed " + MAX_REPLAYS + " times");
    }
    var headers = new RecordHeaders();
    long bytes = RECORD_OVERHEAD_BYTES + length(record.key()) + length(record.value());
    for (Header header : record.headers()) {
      if (DeliveredHeaders.isCopied(header.key())) {
        headers.add(header);
        bytes += 10 + 3L * header.key().length() + length(header.value());
      }
    }
    if (bytes > maxBytes) {
      return new DeliveryResult.Refused(
          "the record has about %d bytes, above max.message.bytes %d of topic '%s'"
              .formatted(bytes, maxBytes, topic));
    }
    headers.add(ReplayMarker.HEADER, marker(record, count).encode());
    transaction.send(
        new ProducerRecord<>(
            topic, partition(record), record.timestamp(), record.key(), record.value(), headers));
    return DeliveryResult.ACCEPTED;
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
   * Returns the partition of the source record if the ordering requires that or both topics have
   * the same number of partitions; otherwise the partition of the key.
   */
  private int partition(ConsumerRecord<byte[], byte[]> record) {
    if (delivery.ordering() == Ordering.PARTITION || partitions == delivery.sourcePartitions()) {
      return record.partition();
    }
    return record.key() == null
        ? record.partition() % partitions
        : KeyPartition.of(record.key(), partitions);
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
