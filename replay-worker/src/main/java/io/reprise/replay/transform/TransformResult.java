package io.reprise.replay.transform;

import org.apache.kafka.clients.consumer.ConsumerRecord;

/** The result of the transforms of a plan for one record. */
public sealed interface TransformResult {
  /**
   * @param record the record to deliver: headers, timestamp, partition and offset are those of the
   *     source record, and the key too unless the transforms give another one
   */
  record Changed(ConsumerRecord<byte[], byte[]> record) implements TransformResult {}

  /**
   * The record must not be delivered.
   *
   * @param reason why it cannot be changed, as a phrase without a full stop
   */
  record Faulty(String reason) implements TransformResult {}
}
