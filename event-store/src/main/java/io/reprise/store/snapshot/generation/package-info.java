/**
 * Generations of snapshots in an object store: everything a snapshot topic held at one moment, as
 * immutable objects in key order and a manifest that names them. In: a source of snapshots. Out: a
 * generation that can be loaded after the topic has moved on. An object has the archive's segment
 * form, with ranks in key order for offsets.
 */
@NullMarked
package io.reprise.store.snapshot.generation;

import org.jspecify.annotations.NullMarked;
