package io.reprise.ingest.service.dedupe;

/** Where an event is stored. */
public record Position(int partition, long offset) {}
