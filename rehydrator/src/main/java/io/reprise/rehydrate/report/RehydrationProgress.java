package io.reprise.rehydrate.report;

import io.reprise.rehydrate.target.StoredPartition;
import java.util.List;
import java.util.Optional;

/**
 * How far a run is. Thread-safe: a value.
 *
 * @param partitions as last stored, in partition order
 * @param moved the partition that this report is about; empty when a step begins
 * @param loading rows handed over of {@code moved}, while it is being loaded; 0 otherwise
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

  /** Rows stored, of all partitions. */
  public long rows() {
    return partitions.stream().mapToLong(StoredPartition::rows).sum();
  }
}
