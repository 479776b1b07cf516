package io.reprise.store.archive.segment;

import io.reprise.store.archive.PartitionId;

/**
 * Which segment is written, and how.
 *
 * @param from the first offset that the segment accounts for
 * @param epoch lease epoch of the writer's claim on the partition's commit log
 * @param codec how its blocks are compressed
 */
public record SegmentSettings(PartitionId id, long from, long epoch, Codec codec) {}
