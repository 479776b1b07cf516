package io.reprise.store.archive.merge;

import io.reprise.store.archive.segment.SegmentFacts;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;

/**
 * Chooses neighbouring segments to merge. No chosen segment has more than half of the bytes of all
 * chosen ones. A merge therefore moves each record into a segment of at least twice the size. A
 * record is rewritten only a few times until its segment has about {@code mostBytes}: about
 * log2(mostBytes / size of its first segment) times. Pure.
 */
final class MergeChoice {
  /**
   * The highest number of segments that one merge replaces. It limits the size of the merge's
   * commit entry, which names all replaced segments.
   */
  static final int MOST_PARTS = 1_000;

  private MergeChoice() {}

  /**
   * Returns the first group of neighbouring segments that can be merged into one segment; empty if
   * there is none.
   *
   * @param segments segments in offset order, each beginning where the one before it ends; read
   *     only as far as needed
   */
  static List<SegmentFacts> first(Iterator<SegmentFacts> segments, MergeLimits limits) {
    var window = new ArrayDeque<SegmentFacts>();
    boolean mayRead = true;
    while (true) {
      while (mayRead && window.size() < MOST_PARTS) {
        mayRead = segments.hasNext() && addIfAllowed(segments.next(), limits, window);
      }
      int count = longest(window, limits);
      if (count > 0) {
        return window.stream().limit(count).toList();
      }
      if (window.poll() == null) {
        return List.of();
      }
    }
  }

  private static boolean addIfAllowed(
      SegmentFacts segment, MergeLimits limits, Deque<SegmentFacts> window) {
    boolean isAllowed = limits.allow(segment);
    if (isAllowed) {
      window.add(segment);
    }
    return isAllowed;
  }

  /** Returns how many segments from the first one on can be merged into one; 0 if none can. */
  private static int longest(Deque<SegmentFacts> window, MergeLimits limits) {
    long sum = 0;
    long largest = 0;
    int count = 0;
    int best = 0;
    for (var segment : window) {
      sum += segment.bytes();
      largest = Math.max(largest, segment.bytes());
      count++;
      if (sum > limits.mostBytes()) {
        return best;
      }
      if (count > 1 && 2 * largest <= sum) {
        best = count;
      }
    }
    return best;
  }
}
