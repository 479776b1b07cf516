/**
 * Turns the events of a key into its state, the same way wherever it is done: compacting,
 * rebuilding a read model, auditing. In: a key's state and its next event. Out: its state after it,
 * or why the event cannot be folded. It knows no topic of snapshots, no store and no target.
 */
@NullMarked
package io.reprise.store.fold;

import org.jspecify.annotations.NullMarked;
