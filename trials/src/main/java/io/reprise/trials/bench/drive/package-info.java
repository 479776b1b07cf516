/**
 * Starts replays for benches and observes them from outside. In: a stack and a replay request. Out:
 * finished replays, and rates computed from offsets and summaries. Must not know any single bench.
 */
@NullMarked
package io.reprise.trials.bench.drive;

import org.jspecify.annotations.NullMarked;
