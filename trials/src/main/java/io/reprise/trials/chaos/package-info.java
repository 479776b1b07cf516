/**
 * {@code reprise chaos}: replays under injected faults. In: a seed. Out: the errors that an
 * independent reader found. Must not know the benches.
 */
@NullMarked
package io.reprise.trials.chaos;

import org.jspecify.annotations.NullMarked;
