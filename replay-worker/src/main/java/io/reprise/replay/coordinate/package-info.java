/**
 * The coordinator: turns commands and shard records into events, one transaction at a time. In: the
 * command topic, the copies of replays and progress. Out: events and slot records. It delivers
 * nothing and knows no target.
 */
@NullMarked
package io.reprise.replay.coordinate;

import org.jspecify.annotations.NullMarked;
