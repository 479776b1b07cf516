package io.reprise.cli.compare.match;

import java.util.Comparator;
import java.util.List;

/**
 * What a comparison keeps of one record. Immutable.
 *
 * @param group what the records have in common whose order is compared: their key
 * @param id what a record and its counterpart on the other side have in common: the origin, or the
 *     whole content if records are matched by key
 * @param content the content, without what is ignored and without {@code numbers}
 * @param timestamp epoch milliseconds
 * @param numbers the numbers that may differ by a tolerance, in the order of the tolerances; NaN
 *     for a number that the record does not have
 */
public record Entry(
    Side side,
    Fingerprint group,
    Fingerprint id,
    Fingerprint content,
    int partition,
    long offset,
    long timestamp,
    List<Double> numbers) {

  /** Orders the entries of one side as its records are stored. */
  static final Comparator<Entry> BY_POSITION =
      Comparator.comparingInt(Entry::partition).thenComparingLong(Entry::offset);

  public Entry {
    numbers = List.copyOf(numbers);
  }
}
