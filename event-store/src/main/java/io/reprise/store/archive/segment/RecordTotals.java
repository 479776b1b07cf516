package io.reprise.store.archive.segment;

import io.reprise.store.digest.OffsetDigest;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Computes totals over the records of a segment, such as their number and their digest. The caller
 * adds one record after the other. Confined to one thread.
 */
public final class RecordTotals {
  private static final long NO_TIMESTAMP = -1;

  private final OffsetDigest digest = new OffsetDigest(OffsetDigest.State.EMPTY);
  private final EnvelopeChecksum checksum = new EnvelopeChecksum();
  private long records;
  private long minTimestamp = Long.MAX_VALUE;
  private long maxTimestamp = Long.MIN_VALUE;

  public void add(ConsumerRecord<byte[], byte[]> record) {
    records++;
    minTimestamp = Math.min(minTimestamp, record.timestamp());
    maxTimestamp = Math.max(maxTimestamp, record.timestamp());
    digest.add(record.offset(), checksum.of(record));
  }

  public long records() {
    return records;
  }

  public long minTimestamp() {
    return records == 0 ? NO_TIMESTAMP : minTimestamp;
  }

  public long maxTimestamp() {
    return records == 0 ? NO_TIMESTAMP : maxTimestamp;
  }

  public String digest() {
    return digest.value();
  }
}
