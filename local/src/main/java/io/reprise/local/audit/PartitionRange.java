package io.reprise.local.audit;

/** The offsets {@code [from, to)} of one partition. */
public record PartitionRange(int partition, long from, long to) {}
