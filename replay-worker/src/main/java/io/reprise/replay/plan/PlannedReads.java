package io.reprise.replay.plan;

/**
 * What a replay reads from its source, if each offset is read once. A replay by key reads each
 * offset {@code readAmplification} times, partly from its worker's cache.
 *
 * @param hotBytes stored bytes that are read from Kafka, from the average of each partition
 * @param coldBytes bytes of data objects that are read from the object store
 * @param coldRecords records of the planned offsets that are read from the object store, delivered
 *     or not
 * @param objectGets GET requests for segment indexes and data; an estimate for segments whose index
 *     the plan did not read
 */
public record PlannedReads(long hotBytes, long coldBytes, long coldRecords, long objectGets) {}
