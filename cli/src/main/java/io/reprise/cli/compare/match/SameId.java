package io.reprise.cli.compare.match;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Pairs records with the same id, wherever they are. If an id occurs several times, its first
 * occurrences on both sides are a pair, and so on.
 */
final class SameId {
  private SameId() {}

  /**
   * Returns the pairs, ascending on the left side.
   *
   * @param lefts the indexes of the records of {@code left} that may be paired, ascending
   * @param rights the indexes of the records of {@code right} that may be paired, ascending
   */
  static List<Alignment.Pair> pairs(
      List<Entry> left, int[] lefts, List<Entry> right, int[] rights) {
    Map<Fingerprint, Deque<Integer>> open = new HashMap<>();
    for (int j : rights) {
      open.computeIfAbsent(right.get(j).id(), id -> new ArrayDeque<>(1)).add(j);
    }
    var pairs = new ArrayList<Alignment.Pair>();
    for (int i : lefts) {
      var same = open.get(left.get(i).id());
      var j = same == null ? null : same.poll();
      if (j != null) {
        pairs.add(new Alignment.Pair(i, j));
      }
    }
    return pairs;
  }
}
