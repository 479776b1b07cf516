/**
 * {@code reprise chaos}: replays under seeded harm. In: a seed. Out: what an independent reader
 * found wrong, which should be nothing.
 */
@NullMarked
package io.reprise.trials.chaos;

import org.jspecify.annotations.NullMarked;
