package io.reprise.compactor.audit;

import java.nio.ByteBuffer;
import java.util.TreeMap;

/**
 * Keys chosen at random while all are passed by once, each with the same chance however often it
 * comes: those with the lowest hashes under a seed (a bottom-k sketch; Cohen, Kaplan: Summarizing
 * data using bottom-k sketches, 2007). Whether any key belongs to the sample can be told from its
 * hash, so that one that is missing from the snapshots shows when the log has it.
 *
 * <p>Confined to one thread. Memory: what is kept of {@code size} keys.
 *
 * @param <T> what is kept of a key: the newest that was offered
 */
final class KeySample<T> {
  private static final long FNV_OFFSET = 0xcbf29ce484222325L;
  private static final long FNV_PRIME = 0x100000001b3L;

  private final int size;
  private final long seed;
  private final TreeMap<Long, Kept<T>> lowest = new TreeMap<>();

  /** One key of the sample. */
  record Kept<T>(ByteBuffer key, T value) {}

  KeySample(int size, long seed) {
    this.size = size;
    this.seed = seed;
  }

  /** Takes the key if it belongs to the sample so far. */
  void offer(byte[] key, T value) {
    long hash = hash(key);
    if (lowest.size() < size || hash <= lowest.lastKey()) {
      lowest.put(hash, new Kept<>(ByteBuffer.wrap(key), value));
      if (lowest.size() > size) {
        lowest.pollLastEntry();
      }
    }
  }

  /** Whether the key would be in the sample, had it been offered. */
  boolean covers(byte[] key) {
    return lowest.size() < size || hash(key) <= lowest.lastKey();
  }

  Iterable<Kept<T>> kept() {
    return lowest.values();
  }

  int size() {
    return lowest.size();
  }

  /** FNV-1a over the key, begun at the seed, and finished as SplitMix64 does. */
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
