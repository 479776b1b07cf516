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

  /** Returns by how many segments the archive has fewer than its manifests list. */
  long fewer() {
    return fewer;
  }

  /**
   * Returns a copy of this object in which {@code replacement} also replaces earlier replacements
   * inside its range.
   *
   * @param parts how many segments below the sealed end {@code replacement} takes the place of, 1
   *     or more; an earlier replacement counts as one segment
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
   * Returns the range of the segments that are now in the place of a manifest's segments, as {@link
   * #current} returns them. The range begins above the manifest's start if a replacement that
   * begins in an earlier manifest ends there, and ends above the manifest's end if a replacement
   * that begins in the manifest does. Empty if an earlier replacement has replaced all segments.
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
