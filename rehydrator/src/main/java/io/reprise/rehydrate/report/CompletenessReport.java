package io.reprise.rehydrate.report;

import io.reprise.rehydrate.target.ModelDiff;
import io.reprise.rehydrate.target.StoredPartition;
import io.reprise.rehydrate.target.VersionOrigin;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The version that a run made, and how complete it is.
 *
 * @param target the model's name and database
 * @param topic the topic whose events were folded
 * @param source the snapshots' name; {@code log} if the whole log was folded
 * @param origin whether the version is new, resumed or was visible already
 * @param partitions the stored progress of each partition when the run ended, sorted by partition
 *     number
 * @param diff the comparison with the version that was visible before the swap; empty if no version
 *     was visible, or if the run ended before the comparison
 * @param visible whether readers see this version
 * @param took how long each step took, including waits
 */
public record CompletenessReport(
    String target,
    String topic,
    String source,
    int version,
    VersionOrigin origin,
    List<StoredPartition> partitions,
    Optional<ModelDiff> diff,
    boolean visible,
    Map<RehydrationStep, Duration> took) {
  public CompletenessReport {
    partitions = List.copyOf(partitions);
    took = Map.copyOf(took);
  }

  public long rows() {
    return partitions.stream().mapToLong(StoredPartition::rows).sum();
  }

  /**
   * Returns whether the events of every partition are applied up to the partition's end, and each
   * offset is in one of the counts.
   */
  public boolean isComplete() {
    return partitions.stream().allMatch(p -> p.isAtEnd() && balances(p));
  }

  public static boolean balances(StoredPartition p) {
    return p.watermark() != null && p.position() - p.watermark().processedTo() == p.counts().span();
  }
}
