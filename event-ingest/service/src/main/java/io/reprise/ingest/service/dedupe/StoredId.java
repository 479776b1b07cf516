package io.reprise.ingest.service.dedupe;

/**
 * The position of the first stored event with an id.
 *
 * @param storedAtMillis the timestamp of the event's Kafka record, in epoch milliseconds
 */
public record StoredId(IdHash hash, int partition, long offset, long storedAtMillis) {}
