package io.reprise.store;

/**
 * A range of offsets of one partition.
 *
 * @param partition number of the partition
 * @param range the offsets
 */
public record PartitionRange(int partition, OffsetRange range) {}
