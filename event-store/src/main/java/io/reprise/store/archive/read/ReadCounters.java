package io.reprise.store.archive.read;

import java.util.concurrent.atomic.LongAdder;

/** Counts the cache hits and the reads from the store that archive reads cause. Thread-safe. */
public final class ReadCounters {
  final LongAdder memoryHits = new LongAdder();
  final LongAdder diskHits = new LongAdder();
  final LongAdder misses = new LongAdder();
  final LongAdder storeBytes = new LongAdder();

  /** Returns how many block ranges were found in the memory cache. */
  public long memoryHits() {
    return memoryHits.sum();
  }

  /** Returns how many block ranges were found in the disk cache. */
  public long diskHits() {
    return diskHits.sum();
  }

  /** Returns how many block ranges were read from the store. */
  public long misses() {
    return misses.sum();
  }

  /** Returns how many bytes of blocks and indexes were read from the store. */
  public long storeBytes() {
    return storeBytes.sum();
  }
}
