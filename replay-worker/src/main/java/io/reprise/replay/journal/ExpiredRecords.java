package io.reprise.replay.journal;

import io.reprise.replay.checkpoint.ShardKey;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Keeps, for each slot, the keys of the records that the slot's owner still has to remove from
 * {@code reprise.progress}, because their replay has expired. These are progress records, and notes
 * about shards in doubt. Thread-safe.
 */
final class ExpiredRecords {
  private final Map<Integer, Set<ShardKey>> bySlot = new HashMap<>();

  synchronized void add(int slot, ShardKey key) {
    bySlot.computeIfAbsent(slot, unused -> new LinkedHashSet<>()).add(key);
  }

  /** Forgets the key of a record that was removed from the topic. */
  synchronized void remove(int slot, ShardKey key) {
    var keys = bySlot.get(slot);
    if (keys != null && keys.remove(key) && keys.isEmpty()) {
      bySlot.remove(slot);
    }
  }

  synchronized List<ShardKey> in(int slot) {
    var keys = bySlot.get(slot);
    return keys == null ? List.of() : List.copyOf(keys);
  }
}
