package io.reprise.store.archive.segment.index;

/**
 * Hashes a key to 64 bits: FNV-1a, then SplitMix64's finalizer, which mixes all bits. The
 * partitioner's murmur2 is unsuitable: all keys of one partition have the same remainder when
 * murmur2 is divided by the number of partitions.
 */
final class KeyHash {
  private static final long FNV_OFFSET = 0xCBF29CE484222325L;
  private static final long FNV_PRIME = 0x100000001B3L;

  private KeyHash() {}

  static long of(byte[] key) {
    long hash = FNV_OFFSET;
    for (byte next : key) {
      hash = (hash ^ (next & 0xFF)) * FNV_PRIME;
    }
    hash = (hash ^ (hash >>> 30)) * 0xBF58476D1CE4E5B9L;
    hash = (hash ^ (hash >>> 27)) * 0x94D049BB133111EBL;
    return hash ^ (hash >>> 31);
  }
}
