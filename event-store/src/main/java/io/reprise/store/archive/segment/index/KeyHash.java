package io.reprise.store.archive.segment.index;

/**
 * Hashes a key to 64 bits: FNV-1a, then the finalizer of SplitMix64, which mixes all bits. Murmur2,
 * the hash of Kafka's partitioner, is unsuitable. Kafka takes the remainder of this hash, modulo
 * the number of partitions, as a key's partition. The murmur2 hashes of all keys in one partition
 * therefore have the same remainder and are not evenly distributed.
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
