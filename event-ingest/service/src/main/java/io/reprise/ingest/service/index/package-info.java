/**
 * The id index: stores the ids of events in Kafka, for restarts of this instance and for other
 * instances. In: ids and positions of stored events. Out: a dedupe window. After a restart the
 * window holds these ids again. With a short delay, the window also receives the ids of events that
 * other instances store. Each event topic has one index topic with the same number of partitions.
 * Must not know HTTP.
 */
@NullMarked
package io.reprise.ingest.service.index;

import org.jspecify.annotations.NullMarked;
