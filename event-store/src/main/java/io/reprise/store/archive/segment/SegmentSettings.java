package io.reprise.store.archive.segment;

import io.reprise.store.archive.PartitionId;

/**
 * The settings of a segment to write.
 *
 * @param from the first offset that the segment accounts for
 * @param epoch lease epoch of the writer's claim on the partition's commit log
 * @param codec compression of the blocks
 */
public record SegmentSettings(PartitionId id, long from, long epoch, Codec codec) {}
