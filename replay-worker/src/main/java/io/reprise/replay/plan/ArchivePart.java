package io.reprise.replay.plan;

/**
 * What of a plan comes from the archive.
 *
 * @param offsets how many of the planned offsets Kafka no longer has, as it stood
 * @param bytes stored bytes behind them
 * @param bytesToRead those that will be read: fewer where keys are selected
 */
public record ArchivePart(long offsets, long bytes, long bytesToRead) {}
