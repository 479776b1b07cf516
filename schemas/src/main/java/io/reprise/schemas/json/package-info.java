/**
 * Converts plain JSON to Avro and back. In: a schema, with JSON or with Avro bytes. Out: for JSON,
 * Avro bytes or the path of every faulty field; for Avro bytes, JSON. Must not know a schema
 * registry.
 */
@NullMarked
package io.reprise.schemas.json;

import org.jspecify.annotations.NullMarked;
