package io.reprise.rehydrate.report;

import io.reprise.rehydrate.target.ModelDiff;
import io.reprise.rehydrate.target.StoredPartition;
import io.reprise.rehydrate.target.VersionOrigin;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a run made, and how complete it is.
 *
 * @param target where the model is
 * @param topic whose events it is made of
 * @param source the snapshots' name; {@code log} if the whole log was folded
 * @param opening how the run came by the version
 * @param partitions as stored in the end, in partition order
 * @param diff what a sample of the version that was visible before differed in; empty if there was
 *     none, or the run did not come so far
 * @param visible whether readers see this version
 * @param took each step that was taken, waiting included
 */
public record CompletenessReport(
    String target,
    String topic,
    String source,
    int version,
    VersionOrigin opening,
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

  /** Whether every partition is applied up to its end, each offset accounted for. */
  public boolean complete() {
    return partitions.stream().allMatch(p -> p.isAtEnd() && balances(p));
  }

  public static boolean balances(StoredPartition p) {
    return p.watermark() != null && p.position() - p.watermark().processedTo() == p.counts().span();
  }
}
