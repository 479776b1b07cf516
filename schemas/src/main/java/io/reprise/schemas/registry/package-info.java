/**
 * Reads and registers schemas through Confluent's HTTP API of a schema registry. In: subjects and
 * ids. Out: Avro schemas, or the reasons why a schema cannot be registered. Must not know
 * Confluent's client, except the class {@code ConfluentClient}.
 */
@NullMarked
package io.reprise.schemas.registry;

import org.jspecify.annotations.NullMarked;
