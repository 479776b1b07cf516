package io.reprise.compactor.audit;

import io.reprise.store.fold.FoldEvent;
import io.reprise.store.fold.KeyFold;
import io.reprise.store.fold.KeyState;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Folds the events of some keys in two ways: all events of a key from the first one on, and only
 * the events that are not in the key's snapshot, starting with the snapshot's state. Used by one
 * thread.
 */
final class KeyHistories {
  private final KeyFold fold;
  private final long tailFrom;
  private final Map<ByteBuffer, KeyState> replayed = new HashMap<>();
  private final Map<ByteBuffer, KeyState> rebuilt;
  private long events;

  /**
   * Creates an object without events.
   *
   * @param snapshots the states of the audited keys in their snapshots, by key
   * @param tailFrom the first offset whose event may be missing from some snapshot
   */
  KeyHistories(KeyFold fold, Map<ByteBuffer, KeyState> snapshots, long tailFrom) {
    this.fold = fold;
    this.rebuilt = new HashMap<>(snapshots);
    this.tailFrom = tailFrom;
  }

  /** Adds the next event of one of the audited keys to both folds. */
  void add(FoldEvent event) {
    events++;
    fold(replayed, event);
    if (event.offset() >= tailFrom) {
      fold(rebuilt, event);
    }
  }

  private void fold(Map<ByteBuffer, KeyState> states, FoldEvent event) {
    states.compute(ByteBuffer.wrap(event.key()), (key, before) -> fold.fold(before, event).after());
  }

  Set<ByteBuffer> keys() {
    var keys = new HashSet<>(replayed.keySet());
    keys.addAll(rebuilt.keySet());
    return keys;
  }

  @Nullable KeyState replayed(ByteBuffer key) {
    return replayed.get(key);
  }

  @Nullable KeyState rebuilt(ByteBuffer key) {
    return rebuilt.get(key);
  }

  long events() {
    return events;
  }
}
