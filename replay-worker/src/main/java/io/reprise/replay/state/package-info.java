/**
 * Defines the states of a replay and the transitions between them. In: commands, and the progress
 * records of the shards. Out: events, and the state that follows from them. Pure: the coordinator
 * and a restarted worker apply the same events with the same code. Must not know Kafka.
 */
@NullMarked
package io.reprise.replay.state;

import org.jspecify.annotations.NullMarked;
