package io.reprise.replay.journal;

import io.reprise.replay.checkpoint.ShardKey;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The keys of the progress records, and of the notes about shards in doubt, that are left although
 * their replay has expired, by slot. Thread-safe.
 */
final class ExpiredRecords {
  private final Map<Integer, Set<ShardKey>> bySlot = new HashMap<>();

  synchronized void add(int slot, ShardKey key) {
    bySlot.computeIfAbsent(slot, unused -> new LinkedHashSet<>()).add(key);
  }

  /** Forgets a record that was removed. */
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
