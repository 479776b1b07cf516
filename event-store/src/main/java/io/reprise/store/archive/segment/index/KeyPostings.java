package io.reprise.store.archive.segment.index;

import io.reprise.store.archive.segment.ByteSink;
import java.util.Arrays;
import java.util.List;

/**
 * The posting lists of a segment: for each key, the blocks that hold the key.
 *
 * <p>A list does not contain the key itself but a short hash: the upper bits of the key's {@link
 * KeyHash}. A short hash has {@value #SPARE_BITS} bits more than are needed to number the keys.
 * Keys with the same short hash share a list, so a list may name blocks that do not hold the wanted
 * key. This is rare for keys that are not in the segment, because the Bloom filter rejects most of
 * them first.
 *
 * <p>The short hashes are stored in ascending order, in buckets of about 50 hashes. The upper bits
 * of a short hash are the number of its bucket. For each short hash, a bucket stores two things:
 * the distance from the previous short hash, and then the blocks of the hash. For the first hash of
 * a bucket, the distance is counted from the bucket's lowest possible hash. A block is stored as
 * {@code 2 * distance + (1 if more follow)}, where {@code distance} is the number of the block
 * minus that of the list's previous block. For the first block of a list it is the block's number.
 *
 * @param keys number of keys; it determines the lengths of short hashes, buckets and filter
 * @param bloom the Bloom filter over the hashes of all keys
 * @param buckets start of each bucket in {@code lists}, and then the end of the last bucket
 * @param lists the encoded posting lists
 */
record KeyPostings(int keys, byte[] bloom, int[] buckets, byte[] lists) {
  private static final int SPARE_BITS = 5;
  private static final int MAX_HASH_BITS = 31;
  private static final int BITS_WITHIN_BUCKET = 6;

  /**
   * The number of bits by which one pass of the radix sort orders the pairs. Three passes cover a
   * hash.
   */
  private static final int DIGIT_BITS = 11;

  /**
   * Builds the posting lists of a segment. Needs 16 bytes of memory for each pair of a key and a
   * block that holds the key, in addition to the memory of {@code hashes}.
   *
   * @param hashes for each block, the hashes of the block's keys, each hash once
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

  /** Returns the upper {@code bits} bits of a key's hash. */
  static long shortHash(long hash, int bits) {
    return hash >>> (Long.SIZE - bits);
  }

  /**
   * Returns one number for each pair of a key's hash and a block that holds the key. The upper 32
   * bits of the number are the upper bits of the hash, and the lower 32 bits are the block's
   * number. The numbers are sorted by hash; numbers with the same hash are sorted by block.
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
   * Sorts the pairs by hash. The radix sort is stable: pairs with the same hash stay in the order
   * of their blocks. A comparison sort would be slower: it would take a tenth of the whole time
   * that archiving needs.
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
   * Computes, for one pass of the radix sort, where the pairs with each digit begin in the sorted
   * array. Element d of the result is the position of the first pair with the digit d. A pair's
   * digit consists of {@value #DIGIT_BITS} bits from the bit {@code shift} on.
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
   * Sorts the pairs with the same short hash by their blocks. This is necessary because two
   * different hashes can have the same short hash, and the pairs of the second one then follow
   * those of the first.
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
   * Writes the blocks of one short hash to its posting list. The pairs of this hash begin at the
   * index {@code first} of the array. Returns the index at which the pairs of the next short hash
   * begin.
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
