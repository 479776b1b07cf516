package io.reprise.store.fold;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * One event of a key, with the parts of its record that a reducer may use. Callers must not change
 * the arrays.
 *
 * @param timestamp timestamp of the record, in epoch milliseconds
 * @param value value of the record; null for a tombstone
 */
public record FoldEvent(
    String topic,
    int partition,
    long offset,
    long timestamp,
    byte[] key,
    byte @Nullable [] value,
    Headers headers) {

  /** Converts a record to an event. The record must have a key. */
  public static FoldEvent of(ConsumerRecord<byte[], byte[]> record) {
    return new FoldEvent(
        record.topic(),
        record.partition(),
        record.offset(),
        record.timestamp(),
        record.key(),
        record.value(),
        record.headers());
  }

  /**
   * Returns the value of the header {@code name}, decoded as UTF-8. If the event has several
   * headers with this name, the last one counts. Empty if there is none.
   */
  public Optional<String> header(String name) {
    var header = headers.lastHeader(name);
    return header == null || header.value() == null
        ? Optional.empty()
        : Optional.of(new String(header.value(), StandardCharsets.UTF_8));
  }
}
