package io.reprise.replay.target;

import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Passes the records of one shard on to the slot's transaction, and refuses partitions that the
 * claim does not name: a later owner of the slot would not ask them for a hanging transaction.
 * Confined to the thread of the shard.
 */
public final class LeasedSink implements RecordSink {
  private final WritablePartitions writable;
  private final RecordSink transaction;

  /**
   * Creates a sink for one lease.
   *
   * @param writable the partitions that the claim names
   */
  public LeasedSink(WritablePartitions writable, RecordSink transaction) {
    this.writable = writable;
    this.transaction = transaction;
  }

  /**
   * Sends a record.
   *
   * @throws IllegalStateException when the claim does not name the record's partition, which is an
   *     error in the program
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
