package io.reprise.replay.target;

import io.reprise.replay.park.RecordOrigin;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Writes records to the partition of a topic that they came from, and refuses those that came from
 * another topic. Confined to the thread of the shard.
 */
final class OriginWriter implements TargetWriter {
  private final String topic;
  private final WritablePartitions writable;
  private final KafkaTargetWriter copies;

  /**
   * Creates a writer to one topic.
   *
   * @param writable the partitions that the shard may write. If a record names none of them, its
   *     key decides where it is written, as with a target of kind kafka
   */
  OriginWriter(String topic, WritablePartitions writable, KafkaTargetWriter copies) {
    this.topic = topic;
    this.writable = writable;
    this.copies = copies;
  }

  @Override
  public DeliveryResult deliver(ConsumerRecord<byte[], byte[]> record) {
    var origin = RecordOrigin.of(record.headers()).orElse(null);
    if (origin == null) {
      return new DeliveryResult.Refused("no header of the record names the topic it came from");
    }
    if (!origin.topic().equals(topic)) {
      return new DeliveryResult.Refused(
          "the record came from topic '%s', and the target writes to topic '%s'"
              .formatted(origin.topic(), topic));
    }
    return writable.contains(topic, origin.partition())
        ? copies.deliver(record, origin.partition())
        : copies.deliver(record);
  }

  @Override
  public void flush() {
    copies.flush();
  }

  @Override
  public void close() {
    copies.close();
  }
}
