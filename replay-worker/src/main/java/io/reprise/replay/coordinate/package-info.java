/**
 * The coordinator: decides commands and records as events what the progress records prove, one
 * transaction at a time, and lets finished replays expire. In: the command topic, and this worker's
 * copies of replays and progress. Out: events and slot records. Must not know targets or delivery.
 */
@NullMarked
package io.reprise.replay.coordinate;

import org.jspecify.annotations.NullMarked;
