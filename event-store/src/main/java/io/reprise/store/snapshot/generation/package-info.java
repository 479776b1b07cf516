/**
 * Generations: exports of a snapshot topic to an object store, as immutable objects in key order
 * and a manifest that names them. In: a source of snapshots. Out: a generation that can be loaded
 * after the topic has changed. An object has the archive's segment form, in which the position of a
 * key in key order takes the place of the offset. Must not know the commit log of an archive.
 */
@NullMarked
package io.reprise.store.snapshot.generation;

import org.jspecify.annotations.NullMarked;
