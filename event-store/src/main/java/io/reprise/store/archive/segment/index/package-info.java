/**
 * The index object of a segment: its blocks, its offsets without a record, and the blocks of each
 * key. In: offsets, timestamps and keys of records. Out: index bytes; and from index bytes, the
 * blocks to read for an offset or a key. Must not know how records are encoded.
 */
@NullMarked
package io.reprise.store.archive.segment.index;

import org.jspecify.annotations.NullMarked;
