package io.reprise.trials.chaos;

import java.util.Map;

/**
 * What happened to the archive meanwhile.
 *
 * @param s3Faults requests to S3 that failed on purpose, by kind; in storms, and some always
 * @param plannedFromArchive offsets that were cold when their replay was planned
 * @param trimmedUnderReplays offsets that left Kafka while a replay of them ran
 * @param proven archived records whose segments were verified again afterwards
 */
record ArchiveChaosReport(
    Map<String, Integer> s3Faults,
    long plannedFromArchive,
    long trimmedUnderReplays,
    long proven) {}
