/**
 * {@code reprise chaos --compactor}: compactors, broker and rehydrations are killed while producers
 * write; then snapshots and tail are held against a fold of the full log. In: runs and a seed. Out:
 * what differed.
 */
@NullMarked
package io.reprise.trials.chaos.compactor;

import org.jspecify.annotations.NullMarked;
