package io.reprise.ingest.service.admit;

import io.reprise.ingest.service.parse.EventPayload;
import io.reprise.schemas.wire.EventAttributes;
import org.jspecify.annotations.Nullable;

/**
 * An event whose attributes are valid.
 *
 * @param key the record's key, which is the user's id; the key decides the partition and with it
 *     the order of events
 * @param dataContentType the media type of the data as sent; null if the sender gave none
 */
public record AdmittedEvent(
    String key, EventAttributes attributes, @Nullable String dataContentType, EventPayload data)
    implements Admission {}
