package io.reprise.store.archive.segment.index;

/**
 * A Bloom filter over the hashes of a segment's keys, with {@value #BITS_PER_KEY} bits per key. It
 * wrongly reports about 2 of 100 absent keys as present. The filter uses the lower half of a hash,
 * and the posting lists use the upper half. The two are therefore independent: a key that the
 * filter wrongly reports is no more likely than another key to match a posting list.
 */
final class KeyBloom {
  private static final int BITS_PER_KEY = 8;
  private static final int PROBES = 5;
  private static final long LOWER_HALF = 0xFFFFFFFFL;

  private KeyBloom() {}

  /** Returns the size, in bytes, of a filter for a segment with {@code keys} keys. */
  static int bytes(int keys) {
    return Math.toIntExact((long) keys * BITS_PER_KEY / Byte.SIZE);
  }

  static void add(long hash, byte[] filter) {
    for (int probe = 0; probe < PROBES; probe++) {
      long bit = bit(hash, probe, filter.length);
      filter[(int) (bit >>> 3)] |= (byte) (1 << (bit & 7));
    }
  }

  /**
   * Returns whether the filter may contain {@code hash}. False means that no key with this hash was
   * added; true may be wrong. The filter is the part of {@code bytes} that begins at {@code at} and
   * has {@code length} bytes.
   */
  static boolean mayContain(long hash, byte[] bytes, int at, int length) {
    for (int probe = 0; probe < PROBES && length > 0; probe++) {
      long bit = bit(hash, probe, length);
      if ((bytes[at + (int) (bit >>> 3)] & (1 << (bit & 7))) == 0) {
        return false;
      }
    }
    return length > 0;
  }

  /**
   * Returns the number of the filter's bit that one of several probes sets or tests for a hash. The
   * number is computed by double hashing (Kirsch, Mitzenmacher 2006). A multiplication maps it to
   * the filter's length, because that is faster than a modulo.
   */
  private static long bit(long hash, int probe, int length) {
    long first = hash & LOWER_HALF;
    long step = ((first * 0x9E3779B97F4A7C15L) >>> Integer.SIZE) | 1;
    return (((first + probe * step) & LOWER_HALF) * ((long) length * Byte.SIZE)) >>> Integer.SIZE;
  }
}
