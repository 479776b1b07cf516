package io.reprise.store.archive.log;

import io.reprise.store.OffsetRange;
import io.reprise.store.archive.PartitionId;
import io.reprise.store.archive.segment.SegmentFacts;
import java.util.List;

/**
 * A manifest: lists consecutive segments, or lists manifests whose segments are consecutive. Stored
 * once and never changed.
 *
 * @param v format version, 1
 * @param level 0 for a list of segments; otherwise one more than the level of {@code manifests}
 * @param segments the listed segments in offset order; empty unless {@code level} is 0
 * @param manifests the listed manifests in offset order; empty if {@code level} is 0
 */
record SegmentManifest(
    int v, PartitionId id, int level, List<SegmentFacts> segments, List<ManifestRef> manifests) {
  static final int VERSION = 1;

  /** The highest number of segments or manifests that one manifest lists. */
  static final int MOST = 128;

  SegmentManifest {
    segments = List.copyOf(segments);
    manifests = List.copyOf(manifests);
  }

  static SegmentManifest ofSegments(PartitionId id, List<SegmentFacts> segments) {
    return new SegmentManifest(VERSION, id, 0, segments, List.of());
  }

  static SegmentManifest ofManifests(PartitionId id, List<ManifestRef> manifests) {
    return new SegmentManifest(VERSION, id, manifests.get(0).level() + 1, List.of(), manifests);
  }

  boolean listsSegments() {
    return level == 0;
  }

  SegmentTotals totals() {
    var totals = SegmentTotals.NONE;
    for (var segment : segments) {
      totals = totals.plus(SegmentTotals.of(segment));
    }
    for (var manifest : manifests) {
      totals = totals.plus(manifest.totals());
    }
    return totals;
  }

  OffsetRange range() {
    var ranges = ranges();
    return new OffsetRange(ranges.get(0).from(), ranges.get(ranges.size() - 1).to());
  }

  private List<OffsetRange> ranges() {
    return listsSegments()
        ? segments.stream().map(SegmentFacts::range).toList()
        : manifests.stream().map(ManifestRef::range).toList();
  }

  /**
   * Returns whether the manifest is well formed: it lists segments or manifests as its level
   * requires, and each listed range begins where the one before it ends.
   */
  boolean isSound() {
    boolean fits =
        listsSegments()
            ? manifests.isEmpty()
            : segments.isEmpty() && manifests.stream().allMatch(m -> m.level() == level - 1);
    return fits && level >= 0 && areAdjoining(ranges());
  }

  /**
   * Returns whether {@code ranges} is not empty, and each range begins where the range before it
   * ends.
   */
  static boolean areAdjoining(List<OffsetRange> ranges) {
    for (int i = 1; i < ranges.size(); i++) {
      if (ranges.get(i).from() != ranges.get(i - 1).to()) {
        return false;
      }
    }
    return !ranges.isEmpty();
  }
}
