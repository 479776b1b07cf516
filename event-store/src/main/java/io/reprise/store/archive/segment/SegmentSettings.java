package io.reprise.store.archive.segment;

import io.reprise.store.archive.PartitionId;

/**
 * The settings with which a writer creates a segment.
 *
 * @param id the partition whose records the segment contains
 * @param from start of the segment's offset range, inclusive
 * @param epoch lease epoch of the writer's claim on the partition's commit log
 * @param codec how the segment's blocks are compressed
 */
public record SegmentSettings(PartitionId id, long from, long epoch, Codec codec) {}
