package io.reprise.replay.target.http;

import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Writes records in one format. Confined to the thread of the shard. */
@FunctionalInterface
interface BodyWriter {
  /** The header of a request that says what its body is. */
  String CONTENT_TYPE = "Content-Type";

  /**
   * Writes a record as the body of a request.
   *
   * @throws UnfitRecordException when the record cannot be written in this format
   * @throws io.reprise.store.select.SchemasUnavailableException when the registry does not answer;
   *     a retry is safe
   */
  RequestBody write(ConsumerRecord<byte[], byte[]> record) throws UnfitRecordException;
}
