package io.reprise.trials.chaos;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The results of all runs of one chaos command.
 *
 * @param seed seed of the first run; each later run has the seed of the run before it plus 1
 * @param delivered records of the replays that the audit found in the targets
 * @param lost records of the replayed ranges that are missing or altered in the targets
 * @param repeated requests that a service has got again, which is allowed after a lease was taken
 *     over and after a missing answer; 0 for the targets with exactly-once delivery
 * @param unfinished replays that had not ended 4 minutes after the last fault of their run
 * @param faults how often each fault was injected
 * @param takeovers the number of measured takeovers
 * @param takeoverP99Seconds 99th percentile of the time from a kill or freeze of a worker until
 *     other workers had claimed all of its shards
 * @param liveGroup what happened to a consumer group on the source topic while replays ran
 * @param archive what happened to the archive; null without {@code --archive}
 * @param cluster how often faults hit brokers, by the duty of the broker; null without {@code
 *     --brokers}
 * @param failures the errors that were found, one sentence each; a run is repeated with the seed
 *     that its error names
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record ChaosReport(
    int runs,
    long seed,
    long delivered,
    long lost,
    long duplicated,
    long outOfOrder,
    long repeated,
    int unfinished,
    Map<String, Integer> faults,
    int takeovers,
    double takeoverMedianSeconds,
    double takeoverP99Seconds,
    LiveGroup.Report liveGroup,
    @Nullable ArchiveChaosReport archive,
    @Nullable ClusterChaosReport cluster,
    double seconds,
    List<String> failures) {

  boolean isClean() {
    return failures.isEmpty();
  }
}
