package io.reprise.cli.compare.match;

import java.util.List;

/**
 * By how much the numbers of two equal records may differ. Immutable.
 *
 * @param limits the largest allowed difference of each number, inclusive, in the order of {@link
 *     Entry#numbers}
 */
public record Tolerances(List<Double> limits) {
  /** No number may differ. */
  public static final Tolerances NONE = new Tolerances(List.of());

  public Tolerances {
    limits = List.copyOf(limits);
  }

  /** Returns whether no number may differ. */
  boolean isNone() {
    return limits.isEmpty();
  }

  /** Returns whether two records have the same content, apart from differences that are allowed. */
  boolean areEqual(Entry left, Entry right) {
    if (!left.content().equals(right.content())) {
      return false;
    }
    for (int i = 0; i < limits.size(); i++) {
      if (!isWithin(limits.get(i), left.numbers().get(i), right.numbers().get(i))) {
        return false;
      }
    }
    return true;
  }

  /**
   * Returns whether two numbers differ by at most a limit. The rounding of binary fractions is not
   * counted: 1.01 and 1 differ by 0.01. NaN is equal to NaN only.
   */
  public static boolean isWithin(double limit, double left, double right) {
    double rounding = 2 * Math.ulp(Math.max(Math.abs(left), Math.abs(right)));
    return Double.compare(left, right) == 0 || Math.abs(left - right) <= limit + rounding;
  }
}
