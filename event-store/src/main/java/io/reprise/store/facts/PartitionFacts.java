package io.reprise.store.facts;

import io.reprise.store.OffsetRange;
import org.jspecify.annotations.Nullable;

/**
 * The offsets and sizes that one partition had when the cluster was asked.
 *
 * @param partition number of the partition
 * @param logStart the first offset that Kafka still stores
 * @param committedEnd end of the offsets for read_committed consumers, exclusive (last stable
 *     offset)
 * @param highWatermark end of the offsets for read_uncommitted consumers, exclusive; above {@code
 *     committedEnd} while a transaction is open
 * @param bytes size of the partition on its leader's disk; 0 if the broker does not report it
 * @param archived offsets in the archive, which Kafka may hold too; an empty range if there are
 *     none
 * @param archivedBytes size of the archive's data objects
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

  /** Creates the facts of a partition without an archive. */
  public PartitionFacts(
      int partition, long logStart, long committedEnd, long highWatermark, long bytes) {
    this(partition, logStart, committedEnd, highWatermark, bytes, NOTHING, 0);
  }

  /** Returns these facts with what is archived; the same facts if that is not known. */
  PartitionFacts with(ColdFacts.@Nullable Archived part) {
    return part == null
        ? this
        : new PartitionFacts(
            partition, logStart, committedEnd, highWatermark, bytes, part.offsets(), part.bytes());
  }

  /**
   * Returns the offsets that a read_committed reader can read from one of the tiers, except those
   * in {@link #gap()}.
   */
  public OffsetRange readable() {
    long from = archived.isEmpty() ? logStart : Math.min(logStart, archived.from());
    return new OffsetRange(from, Math.max(Math.max(logStart, committedEnd), from));
  }

  /**
   * Returns the offsets between the archive and Kafka's log that neither holds any more; an empty
   * range in a sound partition.
   */
  public OffsetRange gap() {
    return archived.isEmpty() || archived.to() >= logStart
        ? new OffsetRange(logStart, logStart)
        : new OffsetRange(archived.to(), logStart);
  }

  /** Returns the average number of stored bytes per offset; 0 for an empty partition. */
  public double bytesPerOffset() {
    long span = highWatermark - logStart;
    if (span > 0) {
      return (double) bytes / span;
    }
    return archived.isEmpty() ? 0 : (double) archivedBytes / archived.span();
  }
}
