/**
 * Encodes and decodes what a record holds besides its data: the schema id before the Avro bytes of
 * a value, and event attributes and the replay marker in headers. In: bytes; or a schema id, event
 * attributes or a replay marker. Out: for bytes, what the bytes encode; otherwise the bytes. Must
 * not know Kafka or a schema registry.
 */
@NullMarked
package io.reprise.schemas.wire;

import org.jspecify.annotations.NullMarked;
