package io.reprise.store.archive.segment;

import io.reprise.store.OffsetRange;

/**
 * What a commit entry says about one segment. These facts suffice to find, read and prove the
 * segment.
 *
 * @param file name of the data object within the partition's {@code data/}
 * @param range offset range of the segment; an offset of the range without a record is a hole
 * @param records number of records
 * @param bytes size of the data object
 * @param sha256 SHA-256 of the data object, 64 hex digits
 * @param indexBytes size of the index object
 * @param indexSha256 SHA-256 of the index object, 64 hex digits
 * @param rawBytes size of the blocks before compression
 * @param digest digest over the offset and the checksum of each record, in offset order, 64 hex
 *     digits
 * @param minTimestamp earliest record timestamp, epoch ms; -1 if there are no records
 * @param maxTimestamp latest record timestamp, epoch ms; -1 if there are no records
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
