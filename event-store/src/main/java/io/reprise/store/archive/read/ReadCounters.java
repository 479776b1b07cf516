package io.reprise.store.archive.read;

import java.util.concurrent.atomic.LongAdder;

/** Counts cache hits, reads from the store and fetched bytes of archive reads. Thread-safe. */
public final class ReadCounters {
  final LongAdder memoryHits = new LongAdder();
  final LongAdder diskHits = new LongAdder();
  final LongAdder misses = new LongAdder();
  final LongAdder storeBytes = new LongAdder();

  /** Block ranges found in the memory cache. */
  public long memoryHits() {
    return memoryHits.sum();
  }

  /** Block ranges found in the disk cache. */
  public long diskHits() {
    return diskHits.sum();
  }

  /** Block ranges read from the store. */
  public long misses() {
    return misses.sum();
  }

  /** Returns bytes of blocks and indexes read from the store. */
  public long storeBytes() {
    return storeBytes.sum();
  }
}
