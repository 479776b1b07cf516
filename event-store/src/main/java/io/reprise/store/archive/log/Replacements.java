package io.reprise.store.archive.log;

import io.reprise.store.OffsetRange;
import io.reprise.store.archive.segment.SegmentFacts;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * The segments that have replaced sealed segments since the last checkpoint. A sealed segment is
 * one that a manifest lists. A replacement takes the place of one segment or of several
 * neighbouring ones. It begins where a sealed segment begins, and may end in a later manifest, or
 * above the last sealed segment if it has also replaced the first open segments. Immutable and
 * thread-safe.
 */
final class Replacements {
  static final Replacements NONE = new Replacements(new TreeMap<>(), 0);

  private final NavigableMap<Long, SegmentFacts> byFirstOffset;
  private final long fewer;

  private Replacements(NavigableMap<Long, SegmentFacts> byFirstOffset, long fewer) {
    this.byFirstOffset = byFirstOffset;
    this.fewer = fewer;
  }

  boolean isEmpty() {
    return byFirstOffset.isEmpty();
  }

  /**
   * Returns the number of segments that the manifests list, minus the number of segments that are
   * now in their place.
   */
  long fewer() {
    return fewer;
  }

  /**
   * Returns a copy of this object with the additional replacement {@code replacement}. Earlier
   * replacements inside its range are removed from the copy.
   *
   * @param parts how many segments {@code replacement} replaces, 1 or more. Open segments do not
   *     count, and an earlier replacement counts as one segment
   */
  Replacements with(SegmentFacts replacement, int parts) {
    var range = replacement.range();
    var changed = new TreeMap<>(byFirstOffset);
    changed.subMap(range.from(), range.to()).clear();
    changed.put(range.from(), replacement);
    return new Replacements(changed, fewer + parts - 1);
  }

  /** Returns whether a replacement covers at least one offset of {@code range}. */
  boolean touch(OffsetRange range) {
    var last = byFirstOffset.lowerEntry(range.to());
    return last != null && endOf(last) > range.from();
  }

  /**
   * Returns the offset range of the segments that {@link #current} returns for a manifest. It
   * differs from the range {@code listed} if a replacement crosses the start or the end of that
   * range.
   *
   * <p>A replacement belongs to the manifest in which it begins. If a replacement begins in an
   * earlier manifest and ends in this one, the returned range begins at the end of the replacement.
   * If a replacement begins in this manifest and ends in a later one, the returned range ends at
   * the end of the replacement. The returned range is empty if a replacement that begins in an
   * earlier manifest has replaced all segments of this one.
   *
   * @param listed the range of the segments that the manifest lists
   */
  OffsetRange currentRange(OffsetRange listed) {
    var before = byFirstOffset.lowerEntry(listed.from());
    var last = byFirstOffset.lowerEntry(listed.to());
    long from = before == null ? listed.from() : Math.max(listed.from(), endOf(before));
    long to = last == null ? listed.to() : Math.max(listed.to(), endOf(last));
    return new OffsetRange(from, to);
  }

  private static long endOf(Map.Entry<Long, SegmentFacts> replacement) {
    return replacement.getValue().range().to();
  }

  /**
   * Returns the end of the sealed segments and their replacements.
   *
   * @param sealedEnd end of the last segment that a manifest lists
   */
  long endFrom(long sealedEnd) {
    return isEmpty() ? sealedEnd : Math.max(sealedEnd, endOf(byFirstOffset.lastEntry()));
  }

  /**
   * Returns the segments that are now in the place of {@code listed}, the segments that a manifest
   * lists. A replacement is returned in the place of the first segment that it replaces.
   */
  List<SegmentFacts> current(List<SegmentFacts> listed) {
    if (isEmpty()) {
      return listed;
    }
    var current = new ArrayList<SegmentFacts>(listed.size());
    for (var segment : listed) {
      long from = segment.range().from();
      var before = byFirstOffset.floorEntry(from);
      if (before == null || endOf(before) <= from) {
        current.add(segment);
      } else if (before.getKey() == from) {
        current.add(before.getValue());
      }
    }
    return current;
  }
}
