/**
 * Publishes events from Java straight to Kafka. In: events with an Avro record, or bytes already
 * encoded. Out: where each was stored, or why not. It must not know any server of Reprise's: an
 * application that publishes takes Kafka's client and the schemas along, nothing else.
 */
@NullMarked
package io.reprise.ingest.client;

import org.jspecify.annotations.NullMarked;
