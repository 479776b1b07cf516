/**
 * The contract of an object store: named, immutable objects. In: a name and bytes. Out: the same
 * bytes, as a whole or in part. An object is never overwritten. Must not know an implementation.
 * Must not know topics, offsets or formats.
 */
@NullMarked
package io.reprise.store.object.store;

import org.jspecify.annotations.NullMarked;
