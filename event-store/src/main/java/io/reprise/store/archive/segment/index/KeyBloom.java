package io.reprise.store.archive.segment.index;

/**
 * A Bloom filter over key hashes with {@value #BITS_PER_KEY} bits per key, which wrongly reports
 * about 2 of 100 absent keys as present. The filter uses the lower half of a hash and the posting
 * lists the upper half, so that the false positives of both are independent.
 */
final class KeyBloom {
  private static final int BITS_PER_KEY = 8;
  private static final int PROBES = 5;
  private static final long LOWER_HALF = 0xFFFFFFFFL;

  private KeyBloom() {}

  /** Returns the size of a filter for {@code keys} keys, in bytes. */
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
   * Returns whether the filter in {@code bytes[at, at + length)} may contain {@code hash}. False is
   * certain; true may be wrong.
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
   * Returns the bit of the filter for one of the probes of a hash, by double hashing (Kirsch,
   * Mitzenmacher 2006). A multiplication replaces the slower modulo.
   */
  private static long bit(long hash, int probe, int length) {
    long first = hash & LOWER_HALF;
    long step = ((first * 0x9E3779B97F4A7C15L) >>> Integer.SIZE) | 1;
    return (((first + probe * step) & LOWER_HALF) * ((long) length * Byte.SIZE)) >>> Integer.SIZE;
  }
}
