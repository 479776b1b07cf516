package io.reprise.rehydrate.target;

import io.reprise.store.snapshot.Watermark;
import org.jspecify.annotations.Nullable;

/**
 * What is stored of a partition.
 *
 * @param watermark of the snapshots it was loaded from; null before it is loaded
 * @param position the first offset that is not applied; 0 before it is loaded
 * @param end the first offset that is not to be applied
 * @param rows that came from this partition
 * @param counts of the offsets from {@code watermark.processedTo()} to {@code position}
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

  /** After a batch of its tail. */
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
