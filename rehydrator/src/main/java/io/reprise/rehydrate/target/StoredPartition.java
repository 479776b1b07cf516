package io.reprise.rehydrate.target;

import io.reprise.store.snapshot.Watermark;
import org.jspecify.annotations.Nullable;

/**
 * The stored progress of one partition of a version.
 *
 * @param watermark watermark of the snapshots that were loaded; null before the partition is loaded
 * @param position the next offset to apply; 0 before the partition is loaded
 * @param end the end of the range to apply, exclusive
 * @param rows number of rows stored from this partition
 * @param counts how many of the offsets {@code [watermark.processedTo(), position)} were folded,
 *     parked or skipped
 */
public record StoredPartition(
    int partition,
    @Nullable Watermark watermark,
    long position,
    long end,
    long rows,
    OffsetCounts counts) {

  public boolean isLoaded() {
    return watermark != null;
  }

  public boolean isAtEnd() {
    return isLoaded() && position >= end;
  }

  /** Returns the progress of the partition after a batch of its tail was stored. */
  public StoredPartition after(TailBatch batch) {
    return new StoredPartition(
        partition,
        watermark,
        batch.covered().to(),
        end,
        rows + batch.addedRows(),
        counts.plus(batch.counts()));
  }
}
