/**
 * Holds snapshots against the log. In: keys, their snapshots, and the log in both tiers. Out: the
 * fields that differ between a full fold and snapshot plus tail. It changes nothing, and knows
 * nothing of how snapshots are made.
 */
@NullMarked
package io.reprise.compactor.audit;

import org.jspecify.annotations.NullMarked;
