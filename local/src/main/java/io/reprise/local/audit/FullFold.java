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
 * What every key of some partitions has become, folded event by event from the first on: the truth
 * that snapshots and read models are held against. Confined to one thread.
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

  /** A copy that goes its own way from here. */
  public FullFold copy() {
    return new FullFold(fold, new HashMap<>(states));
  }

  /** Folds all events of a range of one partition. */
  public void add(EventLog log, String topic, int partition, OffsetRange range) {
    try (var reader = log.read(topic, partition, range)) {
      while (reader.position() < range.to()) {
        reader.read(WAIT).records().forEach(this::add);
      }
    }
  }

  /** Folds one event; what has no key is passed over. */
  public void add(ConsumerRecord<byte[], byte[]> event) {
    if (event.key() != null) {
      states.compute(
          new String(event.key(), UTF_8),
          (key, before) -> fold.fold(before, FoldEvent.of(event)).after());
    }
  }

  /** Sets a key's state, where a snapshot has it. */
  public void put(byte[] key, KeyState state) {
    states.put(new String(key, UTF_8), state);
  }

  /** Keys that have a state, with all that is known of them. */
  public Map<String, KeyState> states() {
    var present = new HashMap<>(states);
    present.values().removeIf(state -> state.state() == null);
    return present;
  }
}
