package io.reprise.compactor.audit;

import java.nio.ByteBuffer;
import java.util.TreeMap;

/**
 * A random sample of keys from one pass over records. Every key has the same chance to be in the
 * sample, however many records it has: the sample consists of the keys with the lowest hashes.
 *
 * <p>The hashes depend on a seed. The hash alone tells whether a key belongs to the sample. An
 * audit can therefore find a key of the sample in the log even if the snapshots lack the key. The
 * method is a bottom-k sketch (Cohen, Kaplan: Summarizing data using bottom-k sketches, 2007).
 *
 * <p>Used by one thread. Memory: {@code size} keys and their values.
 *
 * @param <T> the value kept for a key: the last one that was offered
 */
final class KeySample<T> {
  private static final long FNV_OFFSET = 0xcbf29ce484222325L;
  private static final long FNV_PRIME = 0x100000001b3L;

  private final int size;
  private final long seed;
  private final TreeMap<Long, Kept<T>> lowest = new TreeMap<>();

  /** A key in the sample, with the last value that was offered for it. */
  record Kept<T>(ByteBuffer key, T value) {}

  KeySample(int size, long seed) {
    this.size = size;
    this.seed = seed;
  }

  /** Adds the key with its value if the key belongs to the sample of the keys offered so far. */
  void offer(byte[] key, T value) {
    long hash = hash(key);
    if (lowest.size() < size || hash <= lowest.lastKey()) {
      lowest.put(hash, new Kept<>(ByteBuffer.wrap(key), value));
      if (lowest.size() > size) {
        lowest.pollLastEntry();
      }
    }
  }

  /** Returns whether the key is in the sample, or would be in the sample if it had been offered. */
  boolean covers(byte[] key) {
    return lowest.size() < size || hash(key) <= lowest.lastKey();
  }

  Iterable<Kept<T>> kept() {
    return lowest.values();
  }

  int size() {
    return lowest.size();
  }

  /**
   * Returns the hash of a key under the seed: FNV-1a, started with the seed and finished with the
   * mixer of SplitMix64.
   */
  private long hash(byte[] key) {
    long hash = FNV_OFFSET ^ seed;
    for (byte b : key) {
      hash = (hash ^ (b & 0xff)) * FNV_PRIME;
    }
    long z = (hash ^ (hash >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }
}
