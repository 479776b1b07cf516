package io.reprise.replay.plan;

/**
 * The part of a plan that is read from the archive.
 *
 * @param offsets number of planned offsets that Kafka no longer had when the plan was made
 * @param bytes size of the archive's segments that hold these offsets
 * @param bytesToRead bytes of these segments that the replay reads; fewer than {@code bytes} if the
 *     filter names keys
 */
public record ArchivePart(long offsets, long bytes, long bytesToRead) {}
