/**
 * Folds the events of a topic into states and emits them as snapshots, with Kafka Streams. In: a
 * prepared topic. Out: snapshots and watermarks in its snapshot topic, parked events, and states to
 * ask for. It knows no HTTP and no audit.
 */
@NullMarked
package io.reprise.compactor.fold;

import org.jspecify.annotations.NullMarked;
