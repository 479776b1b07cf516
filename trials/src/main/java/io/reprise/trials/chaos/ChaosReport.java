package io.reprise.trials.chaos;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What all runs together showed.
 *
 * @param seed of the first run; run n has this seed + n
 * @param delivered records that the independent reader found
 * @param lost records of the ranges that the targets lack, or hold altered
 * @param faults how often each was done
 * @param takeovers how many were measured
 * @param takeoverP99Seconds from a kill or freeze until the last orphaned shard was claimed anew
 * @param liveGroup what a consumer group on the source topic noticed
 * @param archive null without {@code --archive}
 * @param failures what went wrong, each with the seed to run again
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record ChaosReport(
    int runs,
    long seed,
    long delivered,
    long lost,
    long duplicated,
    long outOfOrder,
    Map<String, Integer> faults,
    int takeovers,
    double takeoverMedianSeconds,
    double takeoverP99Seconds,
    LiveGroup.Report liveGroup,
    @Nullable ArchiveChaosReport archive,
    double seconds,
    List<String> failures) {

  boolean isClean() {
    return failures.isEmpty();
  }
}
