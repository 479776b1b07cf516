package io.reprise.store.archive.merge;

import io.reprise.store.archive.segment.SegmentFacts;

/**
 * The limits of what may be merged in one partition's archive.
 *
 * @param mostBytes the highest total size of the data objects that become one segment
 * @param end only segments that end at or below this offset are merged
 * @param untilMillis only segments whose records are all older than this time are merged, epoch ms
 */
public record MergeLimits(long mostBytes, long end, long untilMillis) {
  boolean allow(SegmentFacts segment) {
    return segment.range().to() <= end && segment.maxTimestamp() < untilMillis;
  }
}
