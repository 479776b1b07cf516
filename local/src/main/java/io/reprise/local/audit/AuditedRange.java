package io.reprise.local.audit;

/** The offsets {@code [from, to)} of one partition that an audit reads. */
public record AuditedRange(int partition, long from, long to) {}
