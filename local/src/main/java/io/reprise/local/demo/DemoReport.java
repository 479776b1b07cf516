package io.reprise.local.demo;

/**
 * The result of a demonstration. All components are counts, except for {@code modelResumed} and the
 * durations in seconds.
 *
 * @param published events acknowledged by ingest
 * @param archived offsets in the archive when the replay began
 * @param trimmed archived offsets that Kafka no longer had when the replay began
 * @param planned offsets that the replay had to account for
 * @param delivered records that the independent reader found in the target
 * @param deliveredFromArchive delivered records that the plan reads from the archive
 * @param missing planned records that the target lacks
 * @param duplicated records in the target that it has already, at an earlier place
 * @param outOfOrder records that the target has in another order than the source
 * @param snapshots number of keys in the exported generation
 * @param tailEvents events after the generation that the rehydration applied
 * @param modelRows rows that a reader of the read model sees
 * @param modelDiffering rows that differ from a fold of the whole log
 * @param modelResumed whether the rehydration was killed and resumed
 * @param modelSeconds duration of both rehydration jobs
 * @param seconds time from the first event to the verified receipt
 * @param takeoverSeconds time from the kill of a worker until the last of its shards was claimed
 *     again
 */
public record DemoReport(
    long published,
    long archived,
    long trimmed,
    long planned,
    long delivered,
    long deliveredFromArchive,
    long missing,
    long duplicated,
    long outOfOrder,
    long snapshots,
    long tailEvents,
    long modelRows,
    long modelDiffering,
    boolean modelResumed,
    double modelSeconds,
    double seconds,
    double takeoverSeconds) {

  boolean isClean() {
    return missing == 0
        && duplicated == 0
        && outOfOrder == 0
        && delivered == planned
        && deliveredFromArchive > 0
        && modelRows > 0
        && modelDiffering == 0
        && modelResumed;
  }
}
