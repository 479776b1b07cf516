/**
 * The states that a partition of a new model begins with. In: snapshots, or the whole log. Out: one
 * state a key, and the offset up to which they are complete. It does not know where they go.
 */
@NullMarked
package io.reprise.rehydrate.load;

import org.jspecify.annotations.NullMarked;
