package io.reprise.ingest.client;

/**
 * Where an event is stored.
 *
 * @param topic the event's topic
 * @param partition of that topic, from 0
 * @param offset in that partition
 */
public record EventPosition(String topic, int partition, long offset) {}
