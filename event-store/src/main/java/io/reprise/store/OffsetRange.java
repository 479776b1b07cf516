package io.reprise.store;

/**
 * Offsets {@code [from, to)} of one partition. Every range in Reprise has an exclusive end.
 *
 * @param from start of the range, inclusive
 * @param to end of the range, exclusive; equal to {@code from} for an empty range
 */
public record OffsetRange(long from, long to) {

  public OffsetRange {
    if (from < 0 || to < from) {
      throw new IllegalArgumentException(
          "offset range [" + from + ", " + to + "): needs 0 <= from <= to");
    }
  }

  /**
   * Returns the number of offsets in the range. The range may have fewer records, because some
   * offsets can be holes.
   */
  public long span() {
    return to - from;
  }

  public boolean isEmpty() {
    return from == to;
  }

  public boolean contains(long offset) {
    return offset >= from && offset < to;
  }

  /**
   * Returns whether the two ranges share at least one offset; false if one of the ranges is empty.
   */
  public boolean overlaps(OffsetRange other) {
    return Math.max(from, other.from) < Math.min(to, other.to);
  }

  @Override
  public String toString() {
    return "[" + from + ", " + to + ")";
  }
}
