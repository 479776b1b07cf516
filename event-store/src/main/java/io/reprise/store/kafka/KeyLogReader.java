package io.reprise.store.kafka;

import io.reprise.store.LogBatch;
import io.reprise.store.LogReader;
import io.reprise.store.OffsetRange;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Returns only the records of one key from what another {@link LogReader} reads. Closing this
 * reader also closes the other one.
 */
public final class KeyLogReader implements LogReader {
  private final LogReader whole;
  private final byte[] key;

  public KeyLogReader(LogReader whole, byte[] key) {
    this.whole = whole;
    this.key = key.clone();
  }

  @Override
  public LogBatch read(Duration wait) {
    var batch = whole.read(wait);
    return batch.records().isEmpty() ? batch : narrowed(batch);
  }

  private LogBatch narrowed(LogBatch batch) {
    var ours = new ArrayList<ConsumerRecord<byte[], byte[]>>();
    var passed = new ArrayList<>(batch.passed());
    long from = batch.covered().from();
    long to = from;
    for (var record : batch.records()) {
      if (Arrays.equals(record.key(), key)) {
        ours.add(record);
        continue;
      }
      if (record.offset() != to) {
        add(from, to, passed);
        from = record.offset();
      }
      to = record.offset() + 1;
    }
    add(from, to, passed);
    passed.sort(Comparator.comparingLong(OffsetRange::from));
    return new LogBatch(batch.covered(), ours, passed);
  }

  private static void add(long from, long to, List<OffsetRange> passed) {
    if (from < to) {
      passed.add(new OffsetRange(from, to));
    }
  }

  @Override
  public long position() {
    return whole.position();
  }

  @Override
  public void skipTo(long offset) {
    whole.skipTo(offset);
  }

  @Override
  public void close() {
    whole.close();
  }
}
