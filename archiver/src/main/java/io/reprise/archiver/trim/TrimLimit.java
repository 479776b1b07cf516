package io.reprise.archiver.trim;

/**
 * A reason to keep offsets in Kafka.
 *
 * @param below end of the offsets that this limit allows to be trimmed, exclusive
 * @param reason shown to operators in the status, such as a hold's id or a group's name
 */
public record TrimLimit(long below, String reason) {}
