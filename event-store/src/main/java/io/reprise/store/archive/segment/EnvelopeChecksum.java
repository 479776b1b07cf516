package io.reprise.store.archive.segment;

import io.reprise.store.digest.ContentChecksum;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/**
 * Computes the CRC32C over everything the archive keeps of a record except its offset. The input is
 * the record, not its encoded form, so that the checksum also detects an encoder that omits a
 * field.
 *
 * <p>Confined to one thread. One instance serves many records.
 */
final class EnvelopeChecksum {
  /** Represents an unknown leader epoch, as in Kafka. */
  private static final int NO_EPOCH = -1;

  private final ContentChecksum content = new ContentChecksum();

  public int of(ConsumerRecord<byte[], byte[]> record) {
    content
        .start()
        .add(record.timestamp())
        .add(record.timestampType().id)
        .add(record.leaderEpoch().orElse(NO_EPOCH).intValue())
        .add(record.key())
        .add(record.value());
    for (Header header : record.headers()) {
      content.add(header.key()).add(header.value());
    }
    return content.value();
  }
}
