/**
 * The commands that try an installation. In: a command line of {@code reprise}. Out: the figures of
 * {@code bench}, or the errors that an independent reader found after {@code chaos}.
 */
@NullMarked
package io.reprise.trials;

import org.jspecify.annotations.NullMarked;
