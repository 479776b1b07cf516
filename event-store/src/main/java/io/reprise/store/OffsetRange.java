package io.reprise.store;

/**
 * Offsets {@code [from, to)} of one partition. Half-open, as every range in Reprise.
 *
 * @param from the first offset inside
 * @param to the first offset behind it; equal to {@code from} for an empty range
 */
public record OffsetRange(long from, long to) {

  public OffsetRange {
    if (from < 0 || to < from) {
      throw new IllegalArgumentException(
          "offset range [" + from + ", " + to + "): needs 0 <= from <= to");
    }
  }

  /** How many offsets lie inside; records may be fewer. */
  public long span() {
    return to - from;
  }

  public boolean isEmpty() {
    return from == to;
  }

  public boolean contains(long offset) {
    return offset >= from && offset < to;
  }

  /** Whether some offset lies in both; none lies in an empty range. */
  public boolean overlaps(OffsetRange other) {
    return Math.max(from, other.from) < Math.min(to, other.to);
  }

  @Override
  public String toString() {
    return "[" + from + ", " + to + ")";
  }
}
