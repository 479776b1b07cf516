/**
 * The id index: stores the ids of {@code dedupe} in Kafka, for restarts and for other instances.
 * In: ids and positions of stored events. Out: a window that holds these ids again after a restart,
 * and, with a short delay, the ids of events that other instances store. Each event topic has one
 * index topic with the same number of partitions. Must not know HTTP.
 */
@NullMarked
package io.reprise.ingest.service.index;

import org.jspecify.annotations.NullMarked;
