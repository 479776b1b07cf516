package io.reprise.ingest.service.dedupe;

import org.jspecify.annotations.Nullable;

/**
 * Keeps stored ids in order of arrival and finds an id by its hash. In a full table an id takes 40
 * bytes of memory.
 *
 * <p>The ids are the entries of a ring buffer, each of four longs. A hash table holds their
 * positions in the ring; it uses open addressing with linear probing (Knuth, TAOCP 3, 6.4,
 * algorithms L and R). The ring and the hash table double in size when the ring is full, and never
 * shrink.
 *
 * <p>Not thread-safe.
 */
final class IdTable {
  private static final int LONGS = 4;
  private static final int PARTITION_BITS = 20;
  private static final int PARTITION_MASK = (1 << PARTITION_BITS) - 1;
  private static final int SMALLEST = 16;

  private long[] ring = new long[SMALLEST * LONGS];
  private int[] table = new int[SMALLEST * 2];
  private int head;
  private int entries;

  /**
   * Returns the number of entries, including those that are outdated because a later entry has the
   * same id.
   */
  int size() {
    return entries;
  }

  @Nullable StoredId find(IdHash hash) {
    int place = table[slotOf(hash.high(), hash.low())] - 1;
    return place < 0 ? null : entry(place);
  }

  /**
   * Appends an id. If the table already has an entry with this id, {@link #find} returns the new
   * entry from now on.
   */
  void add(StoredId id) {
    if (entries == capacity()) {
      grow();
    }
    int place = (head + entries) & (capacity() - 1);
    write(place, id);
    entries++;
    table[slotOf(id.hash().high(), id.hash().low())] = place + 1;
  }

  /**
   * Returns the time at which the event of the first entry was stored, in epoch milliseconds;
   * {@link Long#MAX_VALUE} if there are no entries.
   */
  long oldestMillis() {
    return entries == 0 ? Long.MAX_VALUE : ring[head * LONGS + 3] >>> PARTITION_BITS;
  }

  /** Removes the entry that arrived first. */
  void removeOldest() {
    int at = head * LONGS;
    int slot = slotOf(ring[at], ring[at + 1]);
    // If a newer entry has the same id, the id's slot in the hash table refers to the newer entry
    // and must stay.
    if (table[slot] == head + 1) {
      close(slot);
    }
    head = (head + 1) & (capacity() - 1);
    entries--;
  }

  private int capacity() {
    return ring.length / LONGS;
  }

  private void write(int place, StoredId id) {
    int at = place * LONGS;
    ring[at] = id.hash().high();
    ring[at + 1] = id.hash().low();
    ring[at + 2] = id.offset();
    ring[at + 3] = id.storedAtMillis() << PARTITION_BITS | (id.partition() & PARTITION_MASK);
  }

  private StoredId entry(int place) {
    int at = place * LONGS;
    return new StoredId(
        new IdHash(ring[at], ring[at + 1]),
        (int) (ring[at + 3] & PARTITION_MASK),
        ring[at + 2],
        ring[at + 3] >>> PARTITION_BITS);
  }

  /**
   * Returns the slot of the hash table that holds this id, or the free slot into which the id would
   * be put.
   */
  private int slotOf(long high, long low) {
    int slot = home(low);
    while (table[slot] != 0) {
      int at = (table[slot] - 1) * LONGS;
      if (ring[at] == high && ring[at + 1] == low) {
        return slot;
      }
      slot = next(slot);
    }
    return slot;
  }

  /**
   * Returns the slot at which probing starts. The hash is uniform, so any of its bits can select
   * the slot, except the bits that select the {@link IdShard}: all ids of one table share those
   * bits.
   */
  private int home(long low) {
    return (int) (low >>> 8) & (table.length - 1);
  }

  private int next(int slot) {
    return (slot + 1) & (table.length - 1);
  }

  /**
   * Frees a slot of the hash table. Linear probing stops at a free slot and would no longer find
   * some of the entries after it. These entries are moved.
   */
  private void close(int freed) {
    int gap = freed;
    int slot = next(gap);
    while (table[slot] != 0) {
      int home = home(ring[(table[slot] - 1) * LONGS + 1]);
      boolean homeIsBehindGap =
          gap <= slot ? gap < home && home <= slot : gap < home || home <= slot;
      if (!homeIsBehindGap) {
        table[gap] = table[slot];
        gap = slot;
      }
      slot = next(slot);
    }
    table[gap] = 0;
  }

  private void grow() {
    var old = ring;
    int oldCapacity = capacity();
    ring = new long[Math.multiplyExact(old.length, 2)];
    int first = (oldCapacity - head) * LONGS;
    System.arraycopy(old, head * LONGS, ring, 0, first);
    System.arraycopy(old, 0, ring, first, old.length - first);
    head = 0;
    table = new int[capacity() * 2];
    for (int place = 0; place < entries; place++) {
      int at = place * LONGS;
      table[slotOf(ring[at], ring[at + 1])] = place + 1;
    }
  }
}
