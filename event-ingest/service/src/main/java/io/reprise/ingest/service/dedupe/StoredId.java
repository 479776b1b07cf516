package io.reprise.ingest.service.dedupe;

/**
 * Where the first event of an id is.
 *
 * @param storedAtMillis the record's timestamp, epoch milliseconds
 */
public record StoredId(IdHash hash, int partition, long offset, long storedAtMillis) {}
