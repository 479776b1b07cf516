/**
 * Converts plain JSON to Avro and back. In: JSON and a schema, or Avro bytes and a schema. Out:
 * Avro bytes or the path of every faulty field, or JSON. Must not know a schema registry.
 */
@NullMarked
package io.reprise.schemas.json;

import org.jspecify.annotations.NullMarked;
