package io.reprise.store.archive.segment;

import io.reprise.store.OffsetRange;

/**
 * All that a commit says of one segment; enough to find it, to read it and to prove it.
 *
 * @param file its data object's name within the partition's {@code data/}
 * @param range the offsets it accounts for: records and holes
 * @param records how many it holds
 * @param bytes size of the data object
 * @param sha256 of the data object, 64 hex digits
 * @param indexBytes size of the index object
 * @param indexSha256 of the index object, 64 hex digits
 * @param rawBytes uncompressed size of its blocks
 * @param digest ordered digest over (offset, checksum) of its records, 64 hex digits
 * @param minTimestamp earliest record timestamp, epoch ms; -1 when it holds no records
 * @param maxTimestamp latest record timestamp, epoch ms; -1 when it holds no records
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
