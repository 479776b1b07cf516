/**
 * Reads the log step by step and folds what it reads, counting each offset once. In: a range of a
 * partition. Out: states, counts, or why there is no more to read. It knows no target.
 */
@NullMarked
package io.reprise.rehydrate.read;

import org.jspecify.annotations.NullMarked;
