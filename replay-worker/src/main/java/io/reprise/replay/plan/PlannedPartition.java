package io.reprise.replay.plan;

import io.reprise.store.OffsetRange;

/**
 * One partition's part of a plan.
 *
 * @param partition its number
 * @param range what will be read
 * @param missing asked-for offsets that the log no longer holds; recorded as holes
 * @param estimatedBytes stored bytes of {@code range}, from the partition's average
 */
public record PlannedPartition(
    int partition, OffsetRange range, long missing, long estimatedBytes) {}
