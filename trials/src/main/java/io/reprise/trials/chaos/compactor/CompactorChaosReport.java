package io.reprise.trials.chaos.compactor;

import java.util.List;
import java.util.Map;

/**
 * The results of all runs of one chaos command.
 *
 * @param seed seed of the first run; each later run has the seed of the run before it plus 1
 * @param events number of events committed to the log
 * @param cuts number of comparisons, each at one offset of the snapshot topic and one end of the
 *     log
 * @param compared number of keys that were compared, summed over all comparisons
 * @param differing number of keys for which the fold of snapshot and tail differs from the fold of
 *     the full log
 * @param models number of read models that were completed after their rehydration was killed
 * @param rows number of compared rows of the read models
 * @param differingRows number of rows that differ from the fold of the full log up to the end that
 *     the read model has reached
 * @param faults how often each fault was injected
 * @param failures the errors that were found, one sentence each; a run is repeated with the seed
 *     that its error names
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
