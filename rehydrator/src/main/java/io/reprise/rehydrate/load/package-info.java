/**
 * Produces the states that a partition of a new version begins with. In: snapshots, or the whole
 * log. Out: one state for each key, and the offset up to which these states are complete. Must not
 * know any database.
 */
@NullMarked
package io.reprise.rehydrate.load;

import org.jspecify.annotations.NullMarked;
