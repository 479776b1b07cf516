package io.reprise.replay.target;

import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Adds the records of one shard to the slot's transaction. Refuses a record if the shard's claim
 * does not name the record's partition. A later owner of the slot searches only the named
 * partitions for a hanging transaction. Confined to the thread of the shard.
 */
public final class LeasedSink implements RecordSink {
  private final WritablePartitions writable;
  private final RecordSink transaction;

  /**
   * Creates a sink for one lease.
   *
   * @param writable the partitions that the shard's claim names
   */
  public LeasedSink(WritablePartitions writable, RecordSink transaction) {
    this.writable = writable;
    this.transaction = transaction;
  }

  /**
   * Sends a record.
   *
   * @throws IllegalStateException when the claim does not name the record's partition; this is a
   *     defect of the target's code
   */
  @Override
  public void send(ProducerRecord<byte[], byte[]> record) {
    var partition = record.partition();
    if (partition == null || !writable.contains(record.topic(), partition)) {
      throw new IllegalStateException(
          "the claim does not allow a write to partition %s of topic '%s': it names %s"
              .formatted(partition, record.topic(), writable));
    }
    transaction.send(record);
  }
}
