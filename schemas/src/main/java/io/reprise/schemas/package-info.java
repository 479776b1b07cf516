/**
 * Converts events between JSON, Avro and record headers, and reads and checks schemas. In: bytes,
 * JSON, Avro schemas. Out: the same event in another form, or each field that cannot be converted,
 * with the reason. Must not know Kafka, topics or HTTP.
 */
@NullMarked
package io.reprise.schemas;

import org.jspecify.annotations.NullMarked;
