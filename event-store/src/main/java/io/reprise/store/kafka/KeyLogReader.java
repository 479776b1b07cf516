package io.reprise.store.kafka;

import io.reprise.store.LogBatch;
import io.reprise.store.LogReader;
import java.time.Duration;
import java.util.Arrays;

/** Narrows a reader to the records of one key. */
final class KeyLogReader implements LogReader {
  private final LogReader whole;
  private final byte[] key;

  KeyLogReader(LogReader whole, byte[] key) {
    this.whole = whole;
    this.key = key.clone();
  }

  @Override
  public LogBatch read(Duration wait) {
    var batch = whole.read(wait);
    var ours = batch.records().stream().filter(r -> Arrays.equals(r.key(), key)).toList();
    return new LogBatch(batch.covered(), ours);
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
