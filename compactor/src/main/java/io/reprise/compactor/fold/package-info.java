/**
 * Folds the events of a topic into states and emits them as snapshots, with Kafka Streams. In: a
 * prepared topic. Out: snapshots and watermarks in the snapshot topic, parked events, and states
 * that can be queried. Must not know HTTP or audits.
 */
@NullMarked
package io.reprise.compactor.fold;

import org.jspecify.annotations.NullMarked;
