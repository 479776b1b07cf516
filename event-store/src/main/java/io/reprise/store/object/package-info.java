/**
 * Named, immutable blobs. In: a name and bytes. Out: the bytes again, whole or in part. Nothing is
 * ever overwritten. It knows nothing of topics, offsets or formats.
 */
@NullMarked
package io.reprise.store.object;

import org.jspecify.annotations.NullMarked;
