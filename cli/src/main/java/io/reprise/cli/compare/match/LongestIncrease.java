package io.reprise.cli.compare.match;

/**
 * Finds a longest increasing subsequence, in time n log n (M. L. Fredman, "On computing the length
 * of longest increasing subsequences", 1975). What is not in it is the smallest set of elements
 * that must be moved to put the others in order.
 */
final class LongestIncrease {
  private LongestIncrease() {}

  /**
   * Returns, for each element, whether it is in the subsequence.
   *
   * @param values different numbers
   */
  static boolean[] of(int[] values) {
    int[] lastOfLength = new int[values.length];
    int[] before = new int[values.length];
    int length = 0;
    for (int i = 0; i < values.length; i++) {
      int at = place(values, lastOfLength, length, values[i]);
      before[i] = at == 0 ? -1 : lastOfLength[at - 1];
      lastOfLength[at] = i;
      length = Math.max(length, at + 1);
    }
    var isIn = new boolean[values.length];
    for (int i = length == 0 ? -1 : lastOfLength[length - 1]; i >= 0; i = before[i]) {
      isIn[i] = true;
    }
    return isIn;
  }

  /** Returns the index of the first subsequence whose last value is above {@code value}. */
  private static int place(int[] values, int[] lastOfLength, int length, int value) {
    int low = 0;
    int high = length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (values[lastOfLength[middle]] < value) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
