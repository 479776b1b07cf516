package io.reprise.store.facts;

import io.reprise.store.OffsetRange;

/**
 * One partition as it stood when asked.
 *
 * @param partition its number
 * @param logStart the first offset still stored
 * @param committedEnd the end for read_committed readers (last stable offset)
 * @param highWatermark the end for read_uncommitted readers; above {@code committedEnd} while a
 *     transaction is open
 * @param bytes the partition's size on its leader's disk; 0 when the broker does not tell
 */
public record PartitionFacts(
    int partition, long logStart, long committedEnd, long highWatermark, long bytes) {

  /** The offsets a committed reader can read. */
  public OffsetRange readable() {
    return new OffsetRange(logStart, Math.max(logStart, committedEnd));
  }

  /** Average stored bytes an offset; 0 for an empty partition. */
  public double bytesPerOffset() {
    long span = highWatermark - logStart;
    return span <= 0 ? 0 : (double) bytes / span;
  }
}
