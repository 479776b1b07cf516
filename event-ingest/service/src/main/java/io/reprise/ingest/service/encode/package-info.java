/**
 * Encodes an event's data as a record's value. In: JSON or Avro bytes. Out: Avro in Confluent's
 * wire format, checked against the topic's registered schema, or the faults of each field. Must not
 * know HTTP.
 */
@NullMarked
package io.reprise.ingest.service.encode;

import org.jspecify.annotations.NullMarked;
