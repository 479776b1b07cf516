/**
 * Reads the log batch by batch and folds it, counting each offset once. In: an offset range of a
 * partition. Out: states and counts, or why reading stopped. Must not know where the states are
 * stored, nor the other parts of a run.
 */
@NullMarked
package io.reprise.rehydrate.read;

import org.jspecify.annotations.NullMarked;
