package io.reprise.rehydrate.load;

import io.reprise.rehydrate.read.CountingFold;
import io.reprise.rehydrate.read.LogSource;
import io.reprise.rehydrate.target.UserKey;
import io.reprise.store.LogBatch;
import io.reprise.store.fold.KeyState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the first events of a partition's tail in memory, grouped by key. Confined to one thread.
 */
final class PrefetchedTail {
  // Estimated memory of a record in addition to its key and value: the record's objects and
  // headers, and the entries of the list and the map that hold the record.
  private static final int OVERHEAD_BYTES = 250;

  private final CountingFold fold;
  private final Map<UserKey, List<ConsumerRecord<byte[], byte[]>>> events = new HashMap<>();
  private long position;
  private long bytes;

  PrefetchedTail(CountingFold fold) {
    this.fold = fold;
  }

  /**
   * Reads the events in {@code [from, end)} into memory. Stops before {@code end} once the events
   * take {@code limitBytes} of memory.
   */
  void read(LogSource log, int partition, long from, long end, long limitBytes) {
    position = from;
    if (from >= end) {
      return;
    }
    try (var reader = log.open(partition, from, end)) {
      while (position < end && bytes < limitBytes) {
        add(reader.next());
        position = reader.position();
      }
    }
  }

  private void add(LogBatch batch) {
    fold.holes(batch);
    for (var record : batch.records()) {
      if (record.key() == null) {
        fold.skip();
        continue;
      }
      events.computeIfAbsent(new UserKey(record.key()), key -> new ArrayList<>(1)).add(record);
      bytes +=
          OVERHEAD_BYTES
              + record.key().length
              + (record.value() == null ? 0 : record.value().length);
    }
  }

  /** Returns the next offset that this object has not read. */
  long position() {
    return position;
  }

  /** Folds the held events of a key into the key's state, and removes the events from memory. */
  @Nullable KeyState after(byte[] key, KeyState before) {
    var found = events.isEmpty() ? null : events.remove(new UserKey(key));
    return found == null ? before : fold(before, found);
  }

  private @Nullable KeyState fold(
      @Nullable KeyState before, List<ConsumerRecord<byte[], byte[]>> found) {
    var state = before;
    for (var record : found) {
      state = fold.fold(state, record);
    }
    return state;
  }

  /**
   * For each key that has events in memory but no snapshot: folds these events, and passes the
   * resulting state to {@code sink}.
   */
  void passOnRemaining(BiConsumer<byte[], @Nullable KeyState> sink) {
    events.forEach((key, found) -> sink.accept(key.bytes(), fold(null, found)));
    events.clear();
  }
}
