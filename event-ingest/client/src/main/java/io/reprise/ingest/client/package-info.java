/**
 * Publishes events from a Java application directly to Kafka, and recognises replayed records. In:
 * events with an Avro record or with encoded bytes; record headers. Out: for an event, its
 * position, or an exception that says whether a retry is safe; for record headers, the replay
 * marker. Must not know any service, nor the services' runtime. Besides this package, an
 * application needs only Kafka's clients and the module {@code schemas}.
 */
@NullMarked
package io.reprise.ingest.client;

import org.jspecify.annotations.NullMarked;
