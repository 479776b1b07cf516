/**
 * The commands that try an installation. In: a command line of {@code reprise}. Out: figures of
 * {@code bench}, and what an independent reader found after the faults of {@code chaos}.
 */
@NullMarked
package io.reprise.trials;

import org.jspecify.annotations.NullMarked;
