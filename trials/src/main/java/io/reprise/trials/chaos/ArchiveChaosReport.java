package io.reprise.trials.chaos;

import java.util.Map;

/**
 * The part of a chaos report that concerns the archive, over all runs.
 *
 * @param s3Faults number of requests to S3 that were made to fail, by kind of fault
 * @param plannedFromArchive number of offsets that, by the plans of the replays, are read from the
 *     archive
 * @param trimmedUnderReplays number of offsets that were trimmed from Kafka while a replay of them
 *     ran
 * @param proven number of archived records whose segments were verified after the runs
 */
record ArchiveChaosReport(
    Map<String, Integer> s3Faults,
    long plannedFromArchive,
    long trimmedUnderReplays,
    long proven) {}
