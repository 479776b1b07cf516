package io.reprise.store.archive.read;

import java.util.concurrent.atomic.LongAdder;

/** What reads of an archive have cost. Thread-safe. */
public final class ReadCounters {
  final LongAdder memoryHits = new LongAdder();
  final LongAdder diskHits = new LongAdder();
  final LongAdder misses = new LongAdder();
  final LongAdder storeBytes = new LongAdder();

  /** Ranges found on the heap. */
  public long memoryHits() {
    return memoryHits.sum();
  }

  /** Ranges found on disk. */
  public long diskHits() {
    return diskHits.sum();
  }

  /** Ranges that had to be read from the store. */
  public long misses() {
    return misses.sum();
  }

  /** Bytes read from the store: blocks and indexes. */
  public long storeBytes() {
    return storeBytes.sum();
  }
}
