/**
 * {@code reprise chaos}: replays topics while faults are injected. In: a seed. Out: the errors that
 * an independent reader found. Must not know the benches.
 */
@NullMarked
package io.reprise.trials.chaos;

import org.jspecify.annotations.NullMarked;
