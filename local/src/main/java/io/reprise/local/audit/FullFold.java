package io.reprise.local.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.reprise.store.EventLog;
import io.reprise.store.OffsetRange;
import io.reprise.store.fold.FoldEvent;
import io.reprise.store.fold.KeyFold;
import io.reprise.store.fold.KeyState;
import io.reprise.store.fold.Reducer;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Folds events in this process. The resulting states are the reference with which snapshots and
 * read models are compared. Confined to one thread.
 */
public final class FullFold {
  private static final Duration WAIT = Duration.ofMillis(500);

  private final KeyFold fold;
  private final Map<String, KeyState> states;

  public FullFold(Reducer reducer) {
    this(new KeyFold(reducer), new HashMap<>());
  }

  private FullFold(KeyFold fold, Map<String, KeyState> states) {
    this.fold = fold;
    this.states = states;
  }

  /** Returns an independent copy of this fold. */
  public FullFold copy() {
    return new FullFold(fold, new HashMap<>(states));
  }

  /** Folds all events in an offset range of one partition of {@code topic}. */
  public void add(EventLog log, String topic, int partition, OffsetRange range) {
    try (var reader = log.read(topic, partition, range)) {
      while (reader.position() < range.to()) {
        reader.read(WAIT).records().forEach(this::add);
      }
    }
  }

  /** Folds one event. Skips an event without a key. */
  public void add(ConsumerRecord<byte[], byte[]> event) {
    if (event.key() != null) {
      states.compute(
          new String(event.key(), UTF_8),
          (key, before) -> fold.fold(before, FoldEvent.of(event)).after());
    }
  }

  /** Sets a key's state, for example to the state of its snapshot. */
  public void put(byte[] key, KeyState state) {
    states.put(new String(key, UTF_8), state);
  }

  /**
   * Returns the state of each key, with its provenance. Keys whose state was deleted are left out.
   */
  public Map<String, KeyState> states() {
    var present = new HashMap<>(states);
    present.values().removeIf(state -> state.state() == null);
    return present;
  }
}
