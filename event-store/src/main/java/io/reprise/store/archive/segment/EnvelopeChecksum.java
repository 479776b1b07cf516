package io.reprise.store.archive.segment;

import io.reprise.store.digest.ContentChecksum;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/**
 * CRC32C over everything the archive keeps of a record but its offset. Taken from the record, not
 * from its encoded form, so that it also catches an encoder that forgets something.
 *
 * <p>Threading: confined to one thread, since it reuses its state.
 */
final class EnvelopeChecksum {
  /** A leader epoch that is not known, as in Kafka. */
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
