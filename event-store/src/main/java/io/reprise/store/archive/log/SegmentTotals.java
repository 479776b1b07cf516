package io.reprise.store.archive.log;

import io.reprise.store.archive.segment.SegmentFacts;
import java.util.List;

/**
 * Sums over some segments of an archive.
 *
 * @param segments number of segments
 * @param records number of records in the segments
 * @param bytes size of the segments' data objects
 * @param indexBytes size of the segments' index objects
 * @param rawBytes size of the segments' blocks before compression
 * @param minTimestamp earliest record timestamp, epoch ms; -1 if there are no records
 * @param maxTimestamp latest record timestamp, epoch ms; -1 if there are no records
 */
public record SegmentTotals(
    long segments,
    long records,
    long bytes,
    long indexBytes,
    long rawBytes,
    long minTimestamp,
    long maxTimestamp) {
  private static final long NO_TIMESTAMP = -1;

  /** The totals over zero segments: all sums are 0, and both timestamps are -1. */
  public static final SegmentTotals NONE =
      new SegmentTotals(0, 0, 0, 0, 0, NO_TIMESTAMP, NO_TIMESTAMP);

  static SegmentTotals of(SegmentFacts segment) {
    return new SegmentTotals(
        1,
        segment.records(),
        segment.bytes(),
        segment.indexBytes(),
        segment.rawBytes(),
        segment.minTimestamp(),
        segment.maxTimestamp());
  }

  static SegmentTotals of(List<SegmentFacts> segments) {
    var totals = NONE;
    for (var segment : segments) {
      totals = totals.plus(of(segment));
    }
    return totals;
  }

  /** Returns the totals over the segments of this object and of {@code other} together. */
  public SegmentTotals plus(SegmentTotals other) {
    return new SegmentTotals(
        segments + other.segments,
        records + other.records,
        bytes + other.bytes,
        indexBytes + other.indexBytes,
        rawBytes + other.rawBytes,
        earliest(other),
        latest(other));
  }

  private long earliest(SegmentTotals other) {
    if (records == 0) {
      return other.minTimestamp;
    }
    return other.records == 0 ? minTimestamp : Math.min(minTimestamp, other.minTimestamp);
  }

  private long latest(SegmentTotals other) {
    if (records == 0) {
      return other.maxTimestamp;
    }
    return other.records == 0 ? maxTimestamp : Math.max(maxTimestamp, other.maxTimestamp);
  }
}
