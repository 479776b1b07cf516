/**
 * The bytes that Reprise's records carry besides their data: a schema id before the Avro bytes of a
 * value, event attributes and the replay marker in headers. In: bytes. Out: what they say, and
 * back. Must not know Kafka.
 */
@NullMarked
package io.reprise.schemas.wire;

import org.jspecify.annotations.NullMarked;
