package io.reprise.ingest.service.admit;

import io.reprise.ingest.service.parse.EventPayload;
import io.reprise.schemas.wire.EventAttributes;
import org.jspecify.annotations.Nullable;

/**
 * An event whose attributes are valid.
 *
 * @param key the key of the Kafka record, which is the user's id. Events with the same key are
 *     stored in one partition and keep their order
 * @param dataContentType the media type of the data as sent; null if the sender gave none
 */
public record AdmittedEvent(
    String key, EventAttributes attributes, @Nullable String dataContentType, EventPayload data)
    implements Admission {}
