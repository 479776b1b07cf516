package io.reprise.ingest.service.dedupe;

/**
 * The id of an event, as a hash, and the position of the first stored event with this id.
 *
 * @param storedAtMillis the timestamp of the event's Kafka record, in epoch milliseconds
 */
public record StoredId(IdHash hash, int partition, long offset, long storedAtMillis) {}
