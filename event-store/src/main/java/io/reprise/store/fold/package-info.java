/**
 * Folds the events of a key into its state. Compaction, rehydration and audits get the same result.
 * In: a key's state and its next event. Out: the state after the event, or why the event cannot be
 * folded. Must not know snapshots, a store or a target.
 */
@NullMarked
package io.reprise.store.fold;

import org.jspecify.annotations.NullMarked;
