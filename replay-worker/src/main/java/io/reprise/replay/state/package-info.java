/**
 * The life of a replay. In: commands and what the shard records say. Out: events, and the state
 * that they lead to. Pure: one function decides, one applies, and recovery applies the same events.
 */
@NullMarked
package io.reprise.replay.state;

import org.jspecify.annotations.NullMarked;
