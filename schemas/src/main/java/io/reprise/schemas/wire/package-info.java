/** Confluent's wire format: a schema id in front of Avro bytes. */
@NullMarked
package io.reprise.schemas.wire;

import org.jspecify.annotations.NullMarked;
