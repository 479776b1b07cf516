package io.reprise.replay.target;

import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * One shard's way into a target. Confined to the shard's thread.
 *
 * <p>Any exception means that the outcome of the slice is unknown: the shard is claimed again and
 * goes on from what was committed.
 */
public interface TargetWriter extends AutoCloseable {

  /** Hands over one record. It is delivered when the slice's progress is committed. */
  DeliveryResult deliver(ConsumerRecord<byte[], byte[]> record);

  /**
   * Called before the slice's progress is committed: returns when everything handed over is durable
   * in the target, or rides in the slot's transaction.
   */
  void settle();

  @Override
  void close();
}
