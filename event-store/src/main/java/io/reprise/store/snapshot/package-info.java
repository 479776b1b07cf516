/**
 * Reads the snapshots in a snapshot topic. Defines its topic names, record formats and watermarks.
 * In: the records of a snapshot topic. Out: the newest snapshot of each key, and the offset of the
 * source topic from which to read the tail. Must not know an archive or an object store.
 */
@NullMarked
package io.reprise.store.snapshot;

import org.jspecify.annotations.NullMarked;
