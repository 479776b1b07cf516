package io.reprise.cli.compare.match;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Puts two sequences of one group side by side: finds a longest sequence of records that both sides
 * have in the same order. What both begin or end with is found first, so that little is left where
 * little differs. Confined to one thread.
 */
final class Alignment {
  /** How many pairs of records are compared at most, which takes 16 MiB of memory. */
  private static final long MOST_CELLS = 4L << 20;

  private final List<Entry> left;
  private final List<Entry> right;
  private final Correspondence records;
  private final List<Pair> pairs = new ArrayList<>();

  /** The indexes of two records that stand for each other. */
  record Pair(int left, int right) {}

  private Alignment(List<Entry> left, List<Entry> right, Correspondence records) {
    this.left = left;
    this.right = right;
    this.records = records;
  }

  /**
   * Returns the pairs of the common sequence, ascending on both sides. If too many records of the
   * group differ, the sequence is one of records with the same id, and may not be the longest.
   */
  static List<Pair> of(List<Entry> left, List<Entry> right, Correspondence records) {
    var alignment = new Alignment(left, right, records);
    alignment.align();
    return alignment.pairs;
  }

  private void align() {
    int begin = 0;
    while (begin < Math.min(left.size(), right.size()) && holds(begin, begin)) {
      pairs.add(new Pair(begin, begin++));
    }
    int leftEnd = left.size();
    int rightEnd = right.size();
    while (leftEnd > begin && rightEnd > begin && holds(leftEnd - 1, rightEnd - 1)) {
      leftEnd--;
      rightEnd--;
    }
    alignMiddle(
        candidates(left, begin, leftEnd, shared(right, begin, rightEnd)),
        candidates(right, begin, rightEnd, shared(left, begin, leftEnd)));
    for (int i = leftEnd; i < left.size(); i++) {
      pairs.add(new Pair(i, rightEnd + i - leftEnd));
    }
  }

  private boolean holds(int i, int j) {
    return records.holds(left.get(i), right.get(j));
  }

  private Set<Fingerprint> shared(List<Entry> side, int from, int to) {
    var shared = new HashSet<Fingerprint>();
    side.subList(from, to).forEach(entry -> shared.add(records.shared(entry)));
    return shared;
  }

  /** Returns the indexes of the records that may stand for a record of the other side. */
  private int[] candidates(List<Entry> side, int from, int to, Set<Fingerprint> ofOther) {
    return IntStream.range(from, to)
        .filter(i -> ofOther.contains(records.shared(side.get(i))))
        .toArray();
  }

  private void alignMiddle(int[] lefts, int[] rights) {
    if ((lefts.length + 1L) * (rights.length + 1L) > MOST_CELLS) {
      alignById(lefts, rights);
    } else if (lefts.length > 0) {
      alignWhole(lefts, rights, lengths(lefts, rights));
    }
  }

  /** Returns the length of the longest common sequence of each two ends of the candidates. */
  private int[][] lengths(int[] lefts, int[] rights) {
    var lengths = new int[lefts.length + 1][rights.length + 1];
    for (int i = lefts.length - 1; i >= 0; i--) {
      for (int j = rights.length - 1; j >= 0; j--) {
        lengths[i][j] =
            holds(lefts[i], rights[j])
                ? lengths[i + 1][j + 1] + 1
                : Math.max(lengths[i + 1][j], lengths[i][j + 1]);
      }
    }
    return lengths;
  }

  private void alignWhole(int[] lefts, int[] rights, int[][] lengths) {
    int i = 0;
    int j = 0;
    while (i < lefts.length && j < rights.length) {
      if (holds(lefts[i], rights[j])) {
        pairs.add(new Pair(lefts[i++], rights[j++]));
      } else if (lengths[i + 1][j] >= lengths[i][j + 1]) {
        i++;
      } else {
        j++;
      }
    }
  }

  private void alignById(int[] lefts, int[] rights) {
    var same = SameId.pairs(left, lefts, right, rights);
    var isInOrder = LongestIncrease.of(same.stream().mapToInt(Pair::right).toArray());
    for (int p = 0; p < isInOrder.length; p++) {
      if (isInOrder[p]) {
        pairs.add(same.get(p));
      }
    }
  }
}
