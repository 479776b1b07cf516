/**
 * Measures how fast replays run. In: a topic of events. Out: the rate into a discard target; the
 * rate into a topic, exactly once; and how much more heap a longer range needs. Each rate is
 * compared with a tool of Kafka that does the same work.
 */
@NullMarked
package io.reprise.trials.bench.replay;

import org.jspecify.annotations.NullMarked;
