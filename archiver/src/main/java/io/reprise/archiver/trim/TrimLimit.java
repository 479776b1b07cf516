package io.reprise.archiver.trim;

/**
 * Something that keeps offsets in Kafka.
 *
 * @param below offsets below it need not stay, as far as this goes
 * @param reason what it is, in words
 */
public record TrimLimit(long below, String reason) {}
