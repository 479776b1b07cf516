package io.reprise.replay.target;

import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Writes the records of one shard to a target. Confined to the thread of the shard, which closes
 * the writer.
 *
 * <p>After any exception it is unknown whether the slice was delivered. The shard is claimed again
 * and continues from its committed progress, so a retry is safe.
 */
public interface TargetWriter extends AutoCloseable {

  /**
   * Writes one record. The record counts as delivered once the progress record of the slice is
   * committed.
   */
  DeliveryResult deliver(ConsumerRecord<byte[], byte[]> record);

  /**
   * Waits until all accepted records are durable in the target or part of the slot's transaction.
   * Called before the progress of the slice is committed: progress must never say that a record is
   * delivered before it is durable.
   */
  void flush();

  @Override
  void close();
}
