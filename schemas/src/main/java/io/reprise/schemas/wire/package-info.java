/**
 * Encodes and decodes what a record holds besides its data: the schema id before the Avro bytes of
 * a value, and event attributes and the replay marker in headers. To encode, takes a schema id,
 * event attributes or a replay marker, and returns the bytes. To decode, takes the bytes and
 * returns what they encode. Must not know Kafka or a schema registry.
 */
@NullMarked
package io.reprise.schemas.wire;

import org.jspecify.annotations.NullMarked;
