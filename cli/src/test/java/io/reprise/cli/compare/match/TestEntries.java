package io.reprise.cli.compare.match;

import java.util.List;

/** Entries of records whose key and content are numbers. */
final class TestEntries {
  private TestEntries() {}

  /** Returns a fingerprint whose bytes differ from those of other numbers. */
  static Fingerprint fingerprint(long number) {
    return new Fingerprint((number + 1) * 0x9E3779B97F4A7C15L, number);
  }

  /** Returns a record that is matched by key. */
  static Entry entry(Side side, long key, long content, int partition, long offset) {
    return entry(side, key, content, content, partition, offset);
  }

  static Entry entry(Side side, long key, long id, long content, int partition, long offset) {
    return new Entry(
        side,
        fingerprint(key),
        fingerprint(id),
        fingerprint(content),
        partition,
        offset,
        1_000 * offset,
        List.of());
  }

  /** Returns a record with a number that may differ, and with no other content. */
  static Entry number(Side side, long key, double number, long offset) {
    return new Entry(
        side,
        fingerprint(key),
        fingerprint(Double.doubleToLongBits(number)),
        fingerprint(0),
        0,
        offset,
        1_000 * offset,
        List.of(number));
  }
}
