/**
 * How fast events are taken in. In: events of 1 KB. Out: acknowledged events a second through each
 * door, beside Kafka's own producer at the same acks.
 */
@NullMarked
package io.reprise.trials.bench.ingest;

import org.jspecify.annotations.NullMarked;
