package io.reprise.ingest.service.admit;

import io.reprise.ingest.service.parse.EventPayload;
import io.reprise.schemas.wire.EventAttributes;
import org.jspecify.annotations.Nullable;

/**
 * An event whose attributes hold.
 *
 * @param key the user's id: it decides the partition, and so the order
 * @param dataContentType of the data as sent; null when nothing was said
 */
public record AdmittedEvent(
    String key, EventAttributes attributes, @Nullable String dataContentType, EventPayload data)
    implements Admission {}
