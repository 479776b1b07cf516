/**
 * The schema registry, by Confluent's protocol. In: subjects and ids. Out: Avro schemas, or what
 * keeps one from being registered. Confluent's client is named in one class here and nowhere else.
 */
@NullMarked
package io.reprise.schemas.registry;

import org.jspecify.annotations.NullMarked;
