/**
 * Data becomes a record's value. In: JSON or Avro bytes. Out: Avro in the wire format, checked
 * against the topic's registered schema, or the faults of each field.
 */
@NullMarked
package io.reprise.ingest.service.encode;

import org.jspecify.annotations.NullMarked;
