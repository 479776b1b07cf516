/**
 * Snapshots of keys in a topic: topic names, record formats, watermarks, and readers. In: the
 * records of a snapshot topic. Out: the newest snapshot of each key and the offset from which to
 * read the tail. Must not know an archive or an object store.
 */
@NullMarked
package io.reprise.store.snapshot;

import org.jspecify.annotations.NullMarked;
