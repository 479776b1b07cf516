package io.reprise.replay.plan;

/**
 * How much a replay reads from Kafka and from the object store. The figures count each offset once.
 * With the ordering KEY, a replay reads each offset {@code readAmplification} times, partly from
 * its worker's cache.
 *
 * @param hotBytes stored bytes that are read from Kafka, estimated with the average bytes per
 *     offset of each partition
 * @param coldBytes bytes of segments that are read from the object store, without the segment
 *     indexes
 * @param coldRecords number of archived records at planned offsets, whether or not the replay
 *     delivers them
 * @param objectGets GET requests for segment indexes and data; an estimate for segments whose index
 *     the plan did not read
 */
public record PlannedReads(long hotBytes, long coldBytes, long coldRecords, long objectGets) {}
