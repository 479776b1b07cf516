/**
 * Compares snapshots with the log. In: keys, their snapshots, and the log in both tiers. Out: the
 * fields that differ between a fold of all events and snapshot plus tail. Must not know how
 * snapshots are made.
 */
@NullMarked
package io.reprise.compactor.audit;

import org.jspecify.annotations.NullMarked;
