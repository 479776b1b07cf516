/**
 * Reads the log batch by batch and folds it, counting each offset once. In: an offset range of a
 * partition. Out: states and counts, or why reading stopped. Must not know what the states are
 * stored in: neither a database nor the rest of the run.
 */
@NullMarked
package io.reprise.rehydrate.read;

import org.jspecify.annotations.NullMarked;
