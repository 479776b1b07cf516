/**
 * The bytes that a record carries besides its data: a schema id before the Avro bytes of a value,
 * event attributes and the replay marker in headers. In: bytes. Out: their meaning, and back. Must
 * not know Kafka or a schema registry.
 */
@NullMarked
package io.reprise.schemas.wire;

import org.jspecify.annotations.NullMarked;
