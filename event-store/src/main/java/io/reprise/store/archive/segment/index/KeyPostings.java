package io.reprise.store.archive.segment.index;

import io.reprise.store.archive.segment.ByteSink;
import java.util.Arrays;
import java.util.List;

/**
 * For each key of a segment, the blocks that hold it. A key is a short hash: the upper bits of its
 * {@link KeyHash}, {@value #SPARE_BITS} more than it takes to count the keys, since the Bloom
 * filter in front turns most absent keys away. Keys that share a short hash share a list, which
 * then names some blocks too many.
 *
 * <p>Short hashes ascend, cut by their upper bits into buckets of some 50. In a bucket: per hash,
 * its distance from the one before (the first: from the bucket's start), then its blocks, each
 * {@code 2 * distance + (1 if more follow)}; the first block's distance is from 0.
 *
 * @param keys how many keys were counted; the lengths of hashes, buckets and filter follow from it
 * @param buckets where each bucket begins in {@code lists}, and where the last ends
 */
record KeyPostings(int keys, byte[] bloom, int[] buckets, byte[] lists) {
  private static final int SPARE_BITS = 5;
  private static final int MAX_HASH_BITS = 31;
  private static final int BITS_WITHIN_BUCKET = 6;

  /** Three digits make a hash. */
  private static final int DIGIT_BITS = 11;

  /**
   * Builds the lists. Memory: 16 bytes for each pair of key and block, beside the argument.
   *
   * @param hashes per block, the hashes of its keys, without repetition
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

  /** The upper {@code bits} of a hash. */
  static long shortHash(long hash, int bits) {
    return hash >>> (Long.SIZE - bits);
  }

  /** Hash above, block below, in order of hash and then block. */
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
   * A radix sort, which leaves those of one hash in the order they came in: that of their blocks.
   * Comparing took a tenth of the time of archiving.
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

  /** For each digit, where the first pair that has it is to go. */
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

  /** Hashes are in order; those that have become one may have brought their blocks out of it. */
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

  /** Writes the blocks of the hash at {@code first}; returns where the next hash is. */
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
