package io.reprise.local.demo;

/**
 * The result of a demonstration. All components are counts, except for {@code modelResumed} and the
 * durations in seconds.
 *
 * @param published events acknowledged by ingest
 * @param archived offsets in the archive when the replay began
 * @param trimmed archived offsets that Kafka no longer had when the replay began
 * @param planned offsets that the replay had to account for
 * @param delivered records of the replay that the independent reader found in the target
 * @param deliveredFromArchive planned offsets that, by the plan, are read from the archive
 * @param missing planned records that the target lacks
 * @param duplicated further copies of a source record in the target, after its first copy
 * @param outOfOrder records in the target that are not in the order of the source
 * @param snapshots number of keys in the exported generation
 * @param tailEvents events above the end of the exported generation, which the rehydration folded
 *     itself
 * @param modelRows rows that a reader of the read model sees
 * @param modelDiffering rows of the read model that differ from a fold of the whole log
 * @param modelResumed whether the rehydration was killed and resumed
 * @param modelSeconds duration of the killed and the resumed rehydration job together
 * @param seconds duration of the demonstration, without the start of its services
 * @param takeoverSeconds time from the kill of a worker until other workers had claimed all of its
 *     shards
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
