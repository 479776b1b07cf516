/**
 * Measures how fast replays run. In: a topic of events. Out: rates into a discard target and,
 * exactly once, into a topic, each beside Kafka's tool for the same work; and the heap that a
 * longer range needs.
 */
@NullMarked
package io.reprise.trials.bench.replay;

import org.jspecify.annotations.NullMarked;
