package io.reprise.trials.chaos.compactor;

import java.util.List;
import java.util.Map;

/**
 * What all runs together showed.
 *
 * @param seed of the first run; run n has this seed + n
 * @param events committed to the log
 * @param cuts pairs of a point in the snapshot topic and an end of the log
 * @param compared keys at all of them
 * @param differing keys whose snapshot and tail are not the fold of the full log
 * @param models read models that were completed, each after kills
 * @param rows of them, compared
 * @param differingRows that are not the fold of the full log up to the model's end
 * @param faults how often each was done
 * @param failures what went wrong, each with the seed to run again
 */
public record CompactorChaosReport(
    int runs,
    long seed,
    long events,
    int cuts,
    long compared,
    long differing,
    int models,
    long rows,
    long differingRows,
    Map<String, Integer> faults,
    double seconds,
    List<String> failures) {

  public boolean isClean() {
    return failures.isEmpty() && differing == 0 && differingRows == 0;
  }
}
