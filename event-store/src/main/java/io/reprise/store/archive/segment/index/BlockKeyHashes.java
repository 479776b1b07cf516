package io.reprise.store.archive.segment.index;

import java.util.Arrays;

/** The hashes of a block's keys, each once. Confined to one thread. */
final class BlockKeyHashes {
  private long[] hashes = new long[512];
  private int count;
  // Open addressing: the number of a hash in the array above, counted from 1; 0 where none is.
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

  /** Where the hash is, or is to be put. */
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

  /** All of them, in no particular order; begins anew. */
  long[] take() {
    var all = Arrays.copyOf(hashes, count);
    Arrays.fill(slots, 0);
    count = 0;
    return all;
  }
}
