package io.reprise.ingest.client;

/**
 * The position at which an event is stored in Kafka.
 *
 * @param topic topic of the event
 * @param partition partition of that topic, counted from 0
 * @param offset offset of the event in that partition
 */
public record EventPosition(String topic, int partition, long offset) {}
