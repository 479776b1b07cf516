package io.reprise.store.archive.log;

import io.reprise.store.OffsetRange;
import io.reprise.store.archive.segment.SegmentFacts;

/** Facts of segments without objects: the commit log reads no segment. */
final class SampleSegmentFacts {
  private SampleSegmentFacts() {}

  static SegmentFacts of(long from, long to) {
    return of(from, to, "a");
  }

  /**
   * @param digit that fills the digests
   */
  static SegmentFacts of(long from, long to, String digit) {
    var hex = digit.repeat(64);
    return new SegmentFacts(
        "%020d-%020d-e1-%s.avro".formatted(from, to, hex.substring(0, 16)),
        new OffsetRange(from, to),
        to - from,
        1_000,
        hex,
        100,
        hex,
        3_000,
        hex,
        1_700_000_000_000L,
        1_700_000_000_999L);
  }
}
