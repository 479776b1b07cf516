package io.reprise.store.archive.segment;

import io.reprise.store.digest.ContentChecksum;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/**
 * Computes the CRC32C over everything that the archive stores of a record, except the record's
 * offset. The input is the record itself, not its encoded bytes. The checksum therefore also
 * reveals an encoder that leaves out a field.
 *
 * <p>Confined to one thread. One instance computes the checksums of many records.
 */
final class EnvelopeChecksum {
  /** The number that stands for an unknown leader epoch, as in Kafka. */
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
