package io.reprise.replay.transform;

import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Changes the data of one record after the other, as the transforms of a plan say. The same record
 * gives the same bytes in every worker and in a verification. A tombstone stays a tombstone, or
 * cannot be changed if the data gives the key. Confined to one thread: make one for each shard.
 */
@FunctionalInterface
public interface RecordTransform {
  /**
   * Returns the record with changed data, or why its data cannot be changed.
   *
   * @throws io.reprise.store.select.SchemasUnavailableException if the result depends on a schema
   *     that cannot be read at the moment; a retry is safe
   */
  TransformResult apply(ConsumerRecord<byte[], byte[]> record);
}
