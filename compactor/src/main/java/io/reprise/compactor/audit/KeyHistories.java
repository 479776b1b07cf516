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
 * Folds the events of the audited keys in two ways. The first fold of a key contains all events of
 * the key. The second fold starts with the state in the key's snapshot, and adds the events that
 * the snapshot lacks. Used by one thread.
 */
final class KeyHistories {
  private final KeyFold fold;
  private final long tailFrom;
  private final Map<ByteBuffer, KeyState> replayed = new HashMap<>();
  private final Map<ByteBuffer, KeyState> rebuilt;
  private long events;

  /**
   * Creates an object to which no event has been added.
   *
   * @param snapshots for each audited key that has a snapshot, the state in the snapshot
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
