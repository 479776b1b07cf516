/**
 * {@code reprise chaos --compactor}: kills compactors, the broker and rehydrations while producers
 * write, then compares snapshots and tail with a fold of the full log. In: a number of runs and a
 * seed. Out: the keys and rows that differ.
 */
@NullMarked
package io.reprise.trials.chaos.compactor;

import org.jspecify.annotations.NullMarked;
