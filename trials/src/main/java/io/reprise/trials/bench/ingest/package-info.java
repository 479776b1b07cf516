/**
 * Measures how fast events are ingested. In: events of 1 KB. Out: acknowledged events per second
 * over HTTP and through the Java client, each compared with Kafka's own producer with the same
 * acks.
 */
@NullMarked
package io.reprise.trials.bench.ingest;

import org.jspecify.annotations.NullMarked;
