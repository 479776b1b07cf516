package io.reprise.store.archive.segment;

import io.reprise.store.OffsetRange;

/**
 * The facts that a commit entry records about one segment, which suffice to find, read and prove
 * the segment.
 *
 * @param file name of the data object within the partition's {@code data/}
 * @param range offsets of the segment, each either with a record or a hole
 * @param records number of records
 * @param bytes size of the data object
 * @param sha256 SHA-256 of the data object, 64 hex digits
 * @param indexBytes size of the index object
 * @param indexSha256 SHA-256 of the index object, 64 hex digits
 * @param rawBytes uncompressed size of the blocks
 * @param digest digest over offset and checksum of each record, in offset order, 64 hex digits
 * @param minTimestamp earliest record timestamp, epoch ms; -1 without records
 * @param maxTimestamp latest record timestamp, epoch ms; -1 without records
 */
public record SegmentFacts(
    String file,
    OffsetRange range,
    long records,
    long bytes,
    String sha256,
    long indexBytes,
    String indexSha256,
    long rawBytes,
    String digest,
    long minTimestamp,
    long maxTimestamp) {}
