package io.reprise.rehydrate.report;

import io.reprise.rehydrate.target.StoredPartition;
import java.util.List;
import java.util.Optional;

/**
 * The progress of a run. Immutable.
 *
 * @param partitions the last stored progress of each partition, sorted by partition number
 * @param moved the partition that made progress; empty when a step begins
 * @param loading number of rows of the partition {@code moved} that are loaded but not committed; 0
 *     in every step except {@code LOAD}
 */
public record RehydrationProgress(
    int version,
    RehydrationStep step,
    List<StoredPartition> partitions,
    Optional<Integer> moved,
    long loading) {
  public RehydrationProgress {
    partitions = List.copyOf(partitions);
  }

  /** Returns the number of rows stored in all partitions. */
  public long rows() {
    return partitions.stream().mapToLong(StoredPartition::rows).sum();
  }
}
