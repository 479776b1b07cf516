/**
 * Brings a loaded partition to its end. In: the log behind the snapshots, and the states that the
 * target has. Out: batches of changes, in offset order, each stored with its position. It knows no
 * database.
 */
@NullMarked
package io.reprise.rehydrate.tail;

import org.jspecify.annotations.NullMarked;
