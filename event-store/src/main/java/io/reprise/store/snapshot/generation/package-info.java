/**
 * Exports the snapshots of a snapshot topic to an object store, as generations. A generation
 * consists of immutable objects, ordered by key, and a manifest that names them. In: a source of
 * snapshots. Out: a generation that can be loaded even after the topic has changed. An object has
 * the form of an archive's segment; the position of a key in the order of keys takes the place of
 * the offset. Must not know the commit log of an archive.
 */
@NullMarked
package io.reprise.store.snapshot.generation;

import org.jspecify.annotations.NullMarked;
