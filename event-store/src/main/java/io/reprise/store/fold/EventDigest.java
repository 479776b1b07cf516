package io.reprise.store.fold;

/**
 * A digest of 128 bits over a sequence of events. It reveals a lost, duplicated or swapped event.
 * It does not protect against forged events: a cryptographic digest of every event would take
 * longer than most folds.
 *
 * <p>Each event changes the two halves of the digest: {@code high' = mix(high + offset)}, {@code
 * low' = mix(low ^ (high' + crc))}. Here {@code mix} is the finalizer of SplitMix64 (Steele, Lea,
 * Flood: Fast splittable pseudorandom number generators, 2014). {@code crc} is the CRC32C of the
 * event's key, value and headers, unsigned.
 */
public record EventDigest(long high, long low) {
  /** The digest of an empty sequence of events. */
  public static final EventDigest EMPTY = new EventDigest(0, 0);

  static final int BYTES = 2 * Long.BYTES;

  /**
   * Returns the digest over the events of this digest and one more event, which has the given
   * offset and CRC32C.
   */
  public EventDigest with(long offset, int crc32c) {
    long h = mix(high + offset);
    return new EventDigest(h, mix(low ^ (h + Integer.toUnsignedLong(crc32c))));
  }

  private static long mix(long value) {
    long z = value + 0x9e3779b97f4a7c15L;
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }

  /** Returns the digest as 32 hex digits. */
  @Override
  public String toString() {
    return "%016x%016x".formatted(high, low);
  }
}
