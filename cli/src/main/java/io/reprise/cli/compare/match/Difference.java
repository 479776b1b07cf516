package io.reprise.cli.compare.match;

import java.util.Comparator;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One difference between the sides. At least one of the two records is not null.
 *
 * @param left the record of the left side; null if only the right side has it
 * @param right the record of the right side; null if only the left side has it
 */
public record Difference(DifferenceKind kind, @Nullable Entry left, @Nullable Entry right) {
  /** Orders differences by the time of their records, and then by position. */
  static final Comparator<Difference> BY_TIME =
      Comparator.comparingLong(Difference::timestamp)
          .thenComparing(Difference::first, Entry.BY_POSITION)
          .thenComparing(Difference::kind);

  static Difference of(Entry left, Entry right) {
    return new Difference(DifferenceKind.DIFFERENT, left, right);
  }

  static Difference onlyLeft(Entry left) {
    return new Difference(DifferenceKind.ONLY_LEFT, left, null);
  }

  static Difference onlyRight(Entry right) {
    return new Difference(DifferenceKind.ONLY_RIGHT, null, right);
  }

  static Difference outOfOrder(Entry left, Entry right) {
    return new Difference(DifferenceKind.OUT_OF_ORDER, left, right);
  }

  /** Returns the timestamp of the earlier of the two records, in epoch milliseconds. */
  public long timestamp() {
    long timestamp = first().timestamp();
    return right == null ? timestamp : Math.min(timestamp, right.timestamp());
  }

  private Entry first() {
    return left == null ? Objects.requireNonNull(right, "right") : left;
  }
}
