package io.reprise.ingest.service.publish;

import io.reprise.schemas.wire.EventAttributes;

/**
 * An event that has passed all checks and can be sent to Kafka.
 *
 * @param value the record's value in Confluent's wire format; must not be changed afterwards
 */
public record OutgoingEvent(String topic, String key, EventAttributes attributes, byte[] value) {}
