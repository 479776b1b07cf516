package io.reprise.store.archive.segment.index;

import java.util.Arrays;

/** Collects the hashes of the keys in one block, each hash once. Confined to one thread. */
final class BlockKeyHashes {
  private long[] hashes = new long[512];
  private int count;
  // A hash table with open addressing. An element is 0 if it is empty; otherwise it is one more
  // than the index of a key's hash in the array 'hashes'.
  private int[] slots = new int[2 * hashes.length];

  void add(long hash) {
    int slot = slotOf(hash);
    if (slots[slot] == 0) {
      hashes[count++] = hash;
      slots[slot] = count;
      if (count == hashes.length) {
        grow();
      }
    }
  }

  /**
   * Returns the index, in the hash table {@code slots}, of the element for a key's hash. If the
   * hash was not added yet, this element is empty.
   */
  private int slotOf(long hash) {
    int mask = slots.length - 1;
    int slot = (int) hash & mask;
    while (slots[slot] != 0 && hashes[slots[slot] - 1] != hash) {
      slot = slot + 1 & mask;
    }
    return slot;
  }

  private void grow() {
    hashes = Arrays.copyOf(hashes, 2 * hashes.length);
    slots = new int[2 * hashes.length];
    for (int i = 0; i < count; i++) {
      slots[slotOf(hashes[i])] = i + 1;
    }
  }

  /**
   * Returns all collected hashes, in no particular order, and empties this collection for the next
   * block.
   */
  long[] take() {
    var all = Arrays.copyOf(hashes, count);
    Arrays.fill(slots, 0);
    count = 0;
    return all;
  }
}
