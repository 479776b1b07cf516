package io.reprise.replay.plan;

import io.reprise.store.OffsetRange;

/**
 * The part of a plan that reads one partition.
 *
 * @param partition number of the source partition
 * @param range the offset range that the replay reads
 * @param missing number of requested offsets before the first readable offset or after the last
 *     one; {@code range} does not contain them
 * @param estimatedBytes stored bytes of {@code range}, estimated from the partition's average bytes
 *     per offset
 */
public record PlannedPartition(
    int partition, OffsetRange range, long missing, long estimatedBytes) {}
