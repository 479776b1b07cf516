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
 * @param archived offsets in the archive, some of them perhaps hot too; empty when there are none
 * @param archivedBytes stored bytes of the archive's segments
 */
public record PartitionFacts(
    int partition,
    long logStart,
    long committedEnd,
    long highWatermark,
    long bytes,
    OffsetRange archived,
    long archivedBytes) {
  private static final OffsetRange NOTHING = new OffsetRange(0, 0);

  /** A partition without an archive. */
  public PartitionFacts(
      int partition, long logStart, long committedEnd, long highWatermark, long bytes) {
    this(partition, logStart, committedEnd, highWatermark, bytes, NOTHING, 0);
  }

  /** The offsets a committed reader can read from either tier, but for {@link #gap()}. */
  public OffsetRange readable() {
    long from = archived.isEmpty() ? logStart : Math.min(logStart, archived.from());
    return new OffsetRange(from, Math.max(Math.max(logStart, committedEnd), from));
  }

  /** Offsets between the archive and the log that neither has any more; mostly empty. */
  public OffsetRange gap() {
    return archived.isEmpty() || archived.to() >= logStart
        ? new OffsetRange(logStart, logStart)
        : new OffsetRange(archived.to(), logStart);
  }

  /** Average stored bytes an offset; 0 for an empty partition. */
  public double bytesPerOffset() {
    long span = highWatermark - logStart;
    if (span > 0) {
      return (double) bytes / span;
    }
    return archived.isEmpty() ? 0 : (double) archivedBytes / archived.span();
  }
}
