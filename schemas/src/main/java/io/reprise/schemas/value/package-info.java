/**
 * Reads the values of records. In: the bytes of a value in Confluent's wire format. Out: the value
 * as JSON, or why it cannot be read. Must not know Confluent's client.
 */
@NullMarked
package io.reprise.schemas.value;

import org.jspecify.annotations.NullMarked;
