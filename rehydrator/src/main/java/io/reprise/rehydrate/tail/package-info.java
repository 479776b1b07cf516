/**
 * Applies the tail of a loaded partition. In: the log from the partition's position on, and the
 * states that the target holds. Out: batches of changes in offset order, each stored with its
 * position. Must not know any database.
 */
@NullMarked
package io.reprise.rehydrate.tail;

import org.jspecify.annotations.NullMarked;
