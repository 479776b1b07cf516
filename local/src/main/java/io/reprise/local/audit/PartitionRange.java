package io.reprise.local.audit;

/** Offsets {@code [from, to)} of one partition. */
public record PartitionRange(int partition, long from, long to) {}
