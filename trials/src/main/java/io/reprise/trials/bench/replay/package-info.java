/**
 * How fast replays run. In: a topic of events. Out: rates to nowhere and, exactly once, into a
 * topic, each beside the tool of Kafka's that does the like; and what a longer range costs in heap.
 */
@NullMarked
package io.reprise.trials.bench.replay;

import org.jspecify.annotations.NullMarked;
