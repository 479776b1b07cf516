package io.reprise.store.facts;

import io.reprise.store.OffsetRange;
import org.jspecify.annotations.Nullable;

/**
 * The offsets and sizes that one partition had when Kafka and the archive were asked.
 *
 * @param partition number of the partition
 * @param logStart the first offset that Kafka still stores
 * @param committedEnd last stable offset: the exclusive end of what read_committed consumers see
 * @param highWatermark exclusive end of what read_uncommitted consumers see; above {@code
 *     committedEnd} while a transaction is open
 * @param bytes size of the partition on its leader's disk; 0 if the broker does not report it
 * @param archived offset range that the archive holds; Kafka may hold a part of it too; empty if
 *     nothing is archived
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

  /** Creates the facts of a partition that has no archive, or an empty one. */
  public PartitionFacts(
      int partition, long logStart, long committedEnd, long highWatermark, long bytes) {
    this(partition, logStart, committedEnd, highWatermark, bytes, NOTHING, 0);
  }

  /**
   * Returns a copy of these facts in which the archive holds {@code part}. If {@code part} is null,
   * the archive was not asked, and the facts are returned unchanged.
   */
  PartitionFacts with(ColdFacts.@Nullable Archived part) {
    return part == null
        ? this
        : new PartitionFacts(
            partition, logStart, committedEnd, highWatermark, bytes, part.offsets(), part.bytes());
  }

  /**
   * Returns the range from the first offset that Kafka or the archive holds to the committed end.
   * Offsets in {@link #gap()} are in this range but cannot be read.
   */
  public OffsetRange readable() {
    long from = archived.isEmpty() ? logStart : Math.min(logStart, archived.from());
    return new OffsetRange(from, Math.max(Math.max(logStart, committedEnd), from));
  }

  /**
   * Returns the range of offsets from the end of the archive to the start of Kafka's log. Neither
   * the archive nor Kafka holds these offsets any more. The range is empty if no offset is lost.
   */
  public OffsetRange gap() {
    return archived.isEmpty() || archived.to() >= logStart
        ? new OffsetRange(logStart, logStart)
        : new OffsetRange(archived.to(), logStart);
  }

  /**
   * Returns the average number of stored bytes per offset: in Kafka, or in the archive if Kafka's
   * log is empty. Returns 0 if both are empty.
   */
  public double bytesPerOffset() {
    long span = highWatermark - logStart;
    if (span > 0) {
      return (double) bytes / span;
    }
    return archived.isEmpty() ? 0 : (double) archivedBytes / archived.span();
  }
}
