package io.reprise.replay.deliver;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/**
 * Computes the size of a record for limits in bytes per second: the bytes of key, value, header
 * names and header values.
 */
final class RecordSize {
  private RecordSize() {}

  static long of(ConsumerRecord<byte[], byte[]> record) {
    long bytes =
        Math.max(0, record.serializedKeySize()) + Math.max(0, record.serializedValueSize());
    for (Header header : record.headers()) {
      bytes += header.key().length() + (header.value() == null ? 0 : header.value().length);
    }
    return bytes;
  }
}
