package io.reprise.replay.journal;

import io.reprise.replay.checkpoint.ShardCounts;
import io.reprise.replay.checkpoint.ShardProgress;
import io.reprise.replay.checkpoint.ShardState;
import io.reprise.replay.checkpoint.ShardTotals;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The newest progress records of one replay. Until the replay has ended for good, all of them are
 * on the heap. Afterwards only CLAIMED records are on the heap. For all other records, the heap
 * holds their totals and the place of each record in the progress topic.
 *
 * <p>Thread-safe.
 */
final class ReplayRecords {
  private static final long[] NO_LONGS = {};
  private static final char[] NO_SLOTS = {};
  private static final int LONG_ARRAY = 512;
  private static final int SHORT_STEP = 8;

  /** The place of a record in the progress topic. The slot is the number of the partition. */
  record Place(int slot, long offset) {}

  /**
   * All records of the replay at one moment.
   *
   * @param known the records on the heap, by shard index
   * @param stored the places of the records that are not on the heap, by shard index
   */
  record Snapshot(Map<Integer, ShardProgress> known, Map<Integer, Place> stored) {}

  /** The records on the heap, by shard index. This object's monitor guards all mutable fields. */
  private Map<Integer, ShardProgress> known = new HashMap<>();

  /** The offset of each shard's newest record, by shard index; -1 for a shard without a record. */
  private long[] offsets = NO_LONGS;

  /** The slot of each shard, by shard index; there are at most 10,000 slots. */
  private char[] slots = NO_SLOTS;

  /**
   * The next offset of each shard that is not DONE and whose record is not on the heap, by shard
   * index. Most replays end with all shards DONE.
   */
  private Map<Integer, Long> stoppedAt = Map.of();

  private ShardCounts counts = ShardCounts.NONE;
  private int done;
  private boolean ended;

  /** Whether the totals count a record that was replaced or removed, so that they are wrong. */
  private boolean replaced;

  /** Keeps a record that was read at {@code offset} of its slot's partition. */
  synchronized void put(ShardProgress record, long offset) {
    int index = record.shard().index();
    replaced |= isStored(index);
    grow(index);
    offsets[index] = offset;
    slots[index] = (char) record.slot();
    if (ended && record.state() != ShardState.CLAIMED) {
      known.remove(index);
      count(record);
    } else {
      known.put(index, record);
    }
  }

  /** Forgets a shard whose progress record was removed from the topic. */
  synchronized void remove(int index) {
    replaced |= isStored(index);
    known.remove(index);
    if (index < offsets.length) {
      offsets[index] = -1;
    }
  }

  /** Returns whether no shard has a progress record. */
  synchronized boolean isEmpty() {
    for (long offset : offsets) {
      if (offset >= 0) {
        return false;
      }
    }
    return true;
  }

  /** Returns the slot of each shard that has a progress record, by shard index. */
  synchronized Map<Integer, Integer> slots() {
    var found = new HashMap<Integer, Integer>();
    for (int index = 0; index < offsets.length; index++) {
      if (offsets[index] >= 0) {
        found.put(index, (int) slots[index]);
      }
    }
    return found;
  }

  /**
   * Notes that the replay has ended for good: from now on, only CLAIMED records are on the heap.
   */
  synchronized void end() {
    if (ended) {
      return;
    }
    ended = true;
    var claimed = new HashMap<Integer, ShardProgress>();
    for (var record : known.values()) {
      if (record.state() == ShardState.CLAIMED) {
        claimed.put(record.shard().index(), record);
      } else {
        count(record);
      }
    }
    known = claimed;
  }

  private void count(ShardProgress record) {
    counts = counts.plus(record.counts());
    if (record.state() == ShardState.DONE) {
      done++;
    } else {
      if (stoppedAt.isEmpty()) {
        stoppedAt = new HashMap<>();
      }
      stoppedAt.put(record.shard().index(), record.nextOffset());
    }
  }

  private boolean isStored(int index) {
    return ended && index < offsets.length && offsets[index] >= 0 && !known.containsKey(index);
  }

  private void grow(int index) {
    int before = offsets.length;
    if (index >= before) {
      int length = capacity(index, before);
      offsets = Arrays.copyOf(offsets, length);
      slots = Arrays.copyOf(slots, length);
      Arrays.fill(offsets, before, length, -1);
    }
  }

  /**
   * Returns the new length of arrays of length {@code before} that lack the shard {@code index}.
   * The arrays of most replays are short and have few unused elements, because a worker knows many
   * replays. Long arrays grow by a quarter, so that all copies together take linear time.
   */
  static int capacity(int index, int before) {
    return before < LONG_ARRAY ? (index / SHORT_STEP + 1) * SHORT_STEP : index + 1 + before / 4;
  }

  /** Returns whether the replay has ended for good and no shard is CLAIMED. */
  synchronized boolean isSettled() {
    return ended && known.isEmpty();
  }

  /** Returns a shard, unless the replay has ended for good and the shard is not CLAIMED. */
  synchronized Optional<ProgressCopy.OpenShard> open(int index) {
    return isStored(index)
        ? Optional.empty()
        : Optional.of(new ProgressCopy.OpenShard(known.get(index)));
  }

  /** Returns the totals of a settled replay; empty if they must be computed from the records. */
  synchronized Optional<ShardTotals> totals() {
    return isSettled() && !replaced
        ? Optional.of(new ShardTotals(counts, done, nextOffsets()))
        : Optional.empty();
  }

  private long[] nextOffsets() {
    var all = new long[offsets.length];
    for (int index = 0; index < all.length; index++) {
      all[index] =
          offsets[index] < 0
              ? ShardTotals.NEVER_CLAIMED
              : stoppedAt.getOrDefault(index, ShardTotals.REACHED_END);
    }
    return all;
  }

  /** Returns the records on the heap, and the places of all other records. */
  synchronized Snapshot snapshot() {
    var stored = new TreeMap<Integer, Place>();
    for (int index = 0; index < offsets.length; index++) {
      if (isStored(index)) {
        stored.put(index, new Place(slots[index], offsets[index]));
      }
    }
    return new Snapshot(new TreeMap<>(known), stored);
  }

  /**
   * Returns the record of one shard if it is on the heap, or else its place. Both are missing if
   * the shard has no record.
   */
  synchronized Snapshot snapshot(int index) {
    var record = known.get(index);
    return new Snapshot(
        record == null ? Map.of() : Map.of(index, record),
        isStored(index) ? Map.of(index, new Place(slots[index], offsets[index])) : Map.of());
  }
}
