/**
 * The index object of a segment. It lists the segment's blocks, the offsets without a record, and
 * the blocks that hold each key. In: offsets, timestamps and keys of records. Out: the bytes of an
 * index; or, from these bytes, the blocks to read for an offset or a key. Must not know how records
 * are encoded.
 */
@NullMarked
package io.reprise.store.archive.segment.index;

import org.jspecify.annotations.NullMarked;
