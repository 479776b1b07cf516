package io.reprise.store.archive.segment.index;

import java.util.Arrays;

/** Collects the distinct hashes of a block's keys. Confined to one thread. */
final class BlockKeyHashes {
  private long[] hashes = new long[512];
  private int count;
  // A hash table with open addressing: a slot holds the index of a hash in the array above plus 1,
  // or 0 if the slot is empty.
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
   * Returns the slot of the hash table that holds a hash, or the empty slot in which the hash
   * belongs.
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

  /** Returns all hashes in no particular order and removes them from this collection. */
  long[] take() {
    var all = Arrays.copyOf(hashes, count);
    Arrays.fill(slots, 0);
    count = 0;
    return all;
  }
}
