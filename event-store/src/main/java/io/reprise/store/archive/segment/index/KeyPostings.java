package io.reprise.store.archive.segment.index;

import io.reprise.store.archive.segment.ByteSink;
import java.util.Arrays;
import java.util.List;

/**
 * Posting lists: for each key of a segment, the blocks that hold the key. A key is represented by a
 * short hash, the upper bits of its {@link KeyHash}. The short hash has {@value #SPARE_BITS} bits
 * more than the number of keys needs, which suffices because the Bloom filter rejects most absent
 * keys first. Keys with the same short hash share a list, which may then name blocks without the
 * key.
 *
 * <p>The short hashes are stored in ascending order, and their upper bits divide them into buckets
 * of about 50. A bucket holds for each hash its distance from the previous hash (for the first:
 * from the bucket's lowest hash), then the blocks of the key, each as {@code 2 * distance + (1 if
 * more follow)}; {@code distance} is the block's number minus that of the previous block, or minus
 * 0 for the first.
 *
 * @param keys number of keys; determines the lengths of hashes, buckets and filter
 * @param buckets start of each bucket in {@code lists}, and end of the last
 */
record KeyPostings(int keys, byte[] bloom, int[] buckets, byte[] lists) {
  private static final int SPARE_BITS = 5;
  private static final int MAX_HASH_BITS = 31;
  private static final int BITS_WITHIN_BUCKET = 6;

  /** The number of bits in a digit of the radix sort; three digits cover a hash. */
  private static final int DIGIT_BITS = 11;

  /**
   * Builds the posting lists. Needs 16 bytes of memory for each pair of key and block, in addition
   * to the argument.
   *
   * @param hashes for each block, the distinct hashes of its keys
   */
  static KeyPostings of(List<long[]> hashes) {
    long[] pairs = pairs(hashes);
    int keys = distinct(pairs);
    shorten(pairs, hashBits(keys));
    var lists = new ByteSink(pairs.length * 2 + 16);
    int[] buckets = write(pairs, keys, lists);
    return new KeyPostings(keys, bloom(hashes, keys), buckets, lists.toByteArray());
  }

  static int hashBits(int keys) {
    return Math.min(MAX_HASH_BITS, countBits(keys) + SPARE_BITS);
  }

  static int bucketBits(int keys) {
    return Math.max(0, countBits(keys) - BITS_WITHIN_BUCKET);
  }

  private static int countBits(int keys) {
    return Integer.SIZE - Integer.numberOfLeadingZeros(keys);
  }

  /** Returns the upper {@code bits} of a hash. */
  static long shortHash(long hash, int bits) {
    return hash >>> (Long.SIZE - bits);
  }

  /**
   * Returns one number for each pair of a key's hash and a block, with the hash in the upper half
   * of its bits and the block in the lower half. The numbers are ordered by hash, then by block.
   */
  private static long[] pairs(List<long[]> hashes) {
    var pairs = new long[hashes.stream().mapToInt(block -> block.length).sum()];
    int at = 0;
    for (int block = 0; block < hashes.size(); block++) {
      for (long hash : hashes.get(block)) {
        pairs[at++] = shortHash(hash, MAX_HASH_BITS) << Integer.SIZE | block;
      }
    }
    return sortedByHash(pairs);
  }

  /**
   * Sorts the pairs by hash with a stable radix sort, which keeps the order of the blocks of one
   * hash. A comparison sort would take a tenth of the whole time of archiving.
   */
  private static long[] sortedByHash(long[] pairs) {
    var from = pairs;
    var to = new long[pairs.length];
    for (int shift = Integer.SIZE; shift < Long.SIZE; shift += DIGIT_BITS) {
      var places = places(from, shift);
      for (long pair : from) {
        to[places[digit(pair, shift)]++] = pair;
      }
      var sorted = to;
      to = from;
      from = sorted;
    }
    return from;
  }

  /**
   * Returns, for each value of a digit, the position that the first pair with that digit has in the
   * sorted array.
   */
  private static int[] places(long[] pairs, int shift) {
    var places = new int[(1 << DIGIT_BITS) + 1];
    for (long pair : pairs) {
      places[digit(pair, shift) + 1]++;
    }
    for (int digit = 1; digit < places.length; digit++) {
      places[digit] += places[digit - 1];
    }
    return places;
  }

  private static int digit(long pair, int shift) {
    return (int) (pair >>> shift) & (1 << DIGIT_BITS) - 1;
  }

  private static int distinct(long[] pairs) {
    int distinct = 0;
    long last = -1;
    for (long pair : pairs) {
      if (hash(pair) != last) {
        last = hash(pair);
        distinct++;
      }
    }
    return distinct;
  }

  private static void shorten(long[] pairs, int bits) {
    for (int i = 0; i < pairs.length; i++) {
      long hash = hash(pairs[i]) >>> (MAX_HASH_BITS - bits);
      pairs[i] = hash << Integer.SIZE | block(pairs[i]);
    }
    sortBlocks(pairs);
  }

  /**
   * Sorts the blocks of each short hash again, because two hashes that are equal after shortening
   * can have their blocks out of order.
   */
  private static void sortBlocks(long[] pairs) {
    int first = 0;
    for (int i = 1; i <= pairs.length; i++) {
      if (i == pairs.length || hash(pairs[i]) != hash(pairs[first])) {
        Arrays.sort(pairs, first, i);
        first = i;
      }
    }
  }

  private static int[] write(long[] pairs, int keys, ByteSink lists) {
    var buckets = new int[(1 << bucketBits(keys)) + 1];
    int bitsWithin = hashBits(keys) - bucketBits(keys);
    int bucket = 0;
    long last = 0;
    int i = 0;
    while (i < pairs.length) {
      long hash = hash(pairs[i]);
      for (; bucket < hash >>> bitsWithin; bucket++) {
        buckets[bucket + 1] = lists.size();
        last = (bucket + 1L) << bitsWithin;
      }
      lists.putVarint(hash - last);
      last = hash;
      i = writeBlocks(pairs, i, lists);
    }
    Arrays.fill(buckets, bucket + 1, buckets.length, lists.size());
    return buckets;
  }

  /**
   * Writes the blocks of one short hash, whose pairs begin at position {@code first} of the array.
   * Returns the position of the next short hash.
   */
  private static int writeBlocks(long[] pairs, int first, ByteSink lists) {
    int before = 0;
    int at = first;
    while (true) {
      long pair = pairs[at];
      do {
        at++;
      } while (at < pairs.length && pairs[at] == pair);
      boolean more = at < pairs.length && hash(pairs[at]) == hash(pair);
      lists.putVarint(2L * (block(pair) - before) + (more ? 1 : 0));
      if (!more) {
        return at;
      }
      before = block(pair);
    }
  }

  private static byte[] bloom(List<long[]> hashes, int keys) {
    var bloom = new byte[KeyBloom.bytes(keys)];
    for (long[] block : hashes) {
      for (long hash : block) {
        KeyBloom.add(hash, bloom);
      }
    }
    return bloom;
  }

  private static long hash(long pair) {
    return pair >>> Integer.SIZE;
  }

  private static int block(long pair) {
    return (int) pair;
  }
}
