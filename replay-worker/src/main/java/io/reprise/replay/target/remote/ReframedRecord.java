package io.reprise.replay.target.remote;

import io.reprise.schemas.wire.WireFormat;
import java.nio.ByteBuffer;
import java.util.function.IntUnaryOperator;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Replaces the schema id in the prefix of a record's value. The key stays as it is: Reprise
 * registers no schemas of keys, and a number as a key can look like a prefix. Pure.
 */
final class ReframedRecord {
  private ReframedRecord() {}

  /**
   * Returns the record with the id that {@code ids} gives for the id in its prefix. Returns the
   * same record if its value has no prefix, or if the id stays the same.
   *
   * @throws RuntimeException what {@code ids} throws
   */
  static ConsumerRecord<byte[], byte[]> of(
      ConsumerRecord<byte[], byte[]> record, IntUnaryOperator ids) {
    var value = record.value();
    if (value == null) {
      return record;
    }
    var from = WireFormat.schemaId(value);
    if (from.isEmpty()) {
      return record;
    }
    int to = ids.applyAsInt(from.getAsInt());
    if (to == from.getAsInt()) {
      return record;
    }
    // The caller still needs the bytes that were read, for the digest of what was read.
    var changed = value.clone();
    ByteBuffer.wrap(changed).putInt(1, to);
    return new ConsumerRecord<>(
        record.topic(),
        record.partition(),
        record.offset(),
        record.timestamp(),
        record.timestampType(),
        record.serializedKeySize(),
        changed.length,
        record.key(),
        changed,
        record.headers(),
        record.leaderEpoch());
  }
}
