package io.reprise.ingest.service.publish;

import io.reprise.schemas.wire.EventAttributes;

/**
 * An event that is fit to be stored.
 *
 * @param value in the wire format; not changed any more
 */
public record OutgoingEvent(String topic, String key, EventAttributes attributes, byte[] value) {}
