package io.reprise.replay.sample;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * A record of a sample, to be shown. Its key, value and headers are the stored bytes: whoever shows
 * them must hide what the reader may not see.
 *
 * @param fault why the filter's expression has no result for the record, or why the transforms
 *     cannot change it, as a phrase; null if neither is so
 * @param changed the record as the target would get it; null if the plan has no transforms, if the
 *     record is not selected, or if the transforms cannot change it
 */
public record SampledRecord(
    ConsumerRecord<byte[], byte[]> record,
    @Nullable String fault,
    @Nullable ConsumerRecord<byte[], byte[]> changed) {

  /** Creates a record that no transform has changed. */
  SampledRecord(ConsumerRecord<byte[], byte[]> record, @Nullable String fault) {
    this(record, fault, null);
  }
}
