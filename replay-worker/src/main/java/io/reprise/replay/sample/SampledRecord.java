package io.reprise.replay.sample;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * A record of a sample, to be shown. Its key, value and headers are the stored bytes: whoever shows
 * them must hide what the reader may not see.
 *
 * @param fault why the filter's expression has no result for the record, as a phrase; null if it
 *     has one
 */
public record SampledRecord(ConsumerRecord<byte[], byte[]> record, @Nullable String fault) {}
