/**
 * The index object of a segment: its blocks, holes, and the blocks of each key. In: offsets,
 * timestamps and keys of records. Out: index bytes; and from them, the blocks to read for an offset
 * or a key. Must not know a store or a commit log.
 */
@NullMarked
package io.reprise.store.archive.segment.index;

import org.jspecify.annotations.NullMarked;
