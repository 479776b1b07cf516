package io.reprise.store.archive.segment.index;

import io.reprise.store.archive.segment.ByteSource;
import io.reprise.store.archive.segment.MalformedException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Finds the blocks that hold a key, in the posting lists that {@link KeyPostings} wrote into a
 * segment index. Immutable.
 *
 * @param bytes bytes of the index
 * @param keys number of keys, as the index's head says
 * @param bucketsAt position, in the index, of the table of bucket starts; the Bloom filter and the
 *     posting lists follow the table
 * @param end end of the posting lists, exclusive
 */
record KeyLookup(byte[] bytes, int keys, int bucketsAt, int end) {
  private static final int[] NONE = {};

  /**
   * Returns the size, in bytes, of the two parts of an index that stand before the posting lists:
   * the table of bucket starts and the Bloom filter.
   */
  static long bytesBeforeLists(int keys) {
    return bucketBytes(keys) + (long) KeyBloom.bytes(keys);
  }

  private static int bucketBytes(int keys) {
    return Integer.BYTES * ((1 << KeyPostings.bucketBits(keys)) + 1);
  }

  /**
   * Returns the numbers of the blocks that may hold {@code key}, ascending. No other block holds
   * the key.
   *
   * @throws MalformedException if the posting lists are damaged
   */
  int[] blocksOf(byte[] key) {
    long hash = KeyHash.of(key);
    int bloomAt = bucketsAt + bucketBytes(keys);
    return KeyBloom.mayContain(hash, bytes, bloomAt, KeyBloom.bytes(keys))
        ? find(KeyPostings.shortHash(hash, KeyPostings.hashBits(keys)))
        : NONE;
  }

  private int[] find(long hash) {
    int bitsWithin = KeyPostings.hashBits(keys) - KeyPostings.bucketBits(keys);
    int bucket = (int) (hash >>> bitsWithin);
    var in = bucket(bucket);
    long at = (long) bucket << bitsWithin;
    while (in.remaining() > 0) {
      at += in.varint();
      if (at >= hash) {
        return at == hash ? blocks(in) : NONE;
      }
      skipBlocks(in);
    }
    return NONE;
  }

  private ByteSource bucket(int bucket) {
    int listsAt = bucketsAt + Math.toIntExact(bytesBeforeLists(keys));
    var starts = ByteBuffer.wrap(bytes, bucketsAt + bucket * Integer.BYTES, 2 * Integer.BYTES);
    int from = starts.getInt();
    int to = starts.getInt();
    if (from < 0 || to < from || to > end - listsAt) {
      throw new MalformedException("has bucket " + bucket + " outside its lists");
    }
    return new ByteSource(bytes, listsAt + from, listsAt + to);
  }

  private static void skipBlocks(ByteSource in) {
    while ((in.varint() & 1) == 1) {
      // Each number stands for one block. Its lowest bit is 1 if a further block of the same short
      // hash follows.
    }
  }

  private static int[] blocks(ByteSource in) {
    var blocks = new int[8];
    int count = 0;
    long block = 0;
    long next;
    do {
      next = in.varint();
      block += next >>> 1;
      if (count == blocks.length) {
        blocks = Arrays.copyOf(blocks, 2 * count);
      }
      blocks[count++] = (int) block;
    } while ((next & 1) == 1);
    return Arrays.copyOf(blocks, count);
  }
}
