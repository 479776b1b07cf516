package io.reprise.trials.soak;

import java.util.List;

/**
 * The result of a soak.
 *
 * @param acknowledged different events that the ingest service has acknowledged
 * @param perSecond acknowledged events per second, over the whole time of publishing
 * @param balance what topic, archive and snapshots have at the end
 * @param replays replays that have ended
 * @param wrongReplays replays that did not complete, delivered something wrong, or have a wrong
 *     receipt
 * @param delivered records that the replays have delivered
 * @param fromArchive offsets of all replays that were in the archive only
 * @param missing records that a replay did not deliver
 * @param duplicated records that a replay delivered more than once
 * @param altered records that a replay delivered with other bytes
 * @param outOfOrder records that a replay delivered out of the order of their key
 * @param restarts services that were stopped and started again
 * @param repeatedStarts starts that failed and were repeated
 * @param usage how heap, threads and open files of each kind of service developed
 * @param seconds the time of the whole soak
 * @param failed how many failures there were
 * @param failures the first failures, one sentence each
 */
record SoakReport(
    long acknowledged,
    double perSecond,
    SoakBalance.Figures balance,
    int replays,
    int wrongReplays,
    long delivered,
    long fromArchive,
    long missing,
    long duplicated,
    long altered,
    long outOfOrder,
    int restarts,
    int repeatedStarts,
    List<UsageGrowth> usage,
    double seconds,
    int failed,
    List<String> failures) {
  boolean isClean() {
    return failed == 0;
  }
}
