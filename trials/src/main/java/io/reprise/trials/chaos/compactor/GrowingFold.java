package io.reprise.trials.chaos.compactor;

import io.reprise.local.audit.FullFold;
import io.reprise.store.EventLog;
import io.reprise.store.OffsetRange;
import io.reprise.store.fold.KeyState;
import io.reprise.store.fold.Reducer;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Folds a topic for a series of runs, from the first offset on. Each run continues the fold where
 * the run before it stopped, so that the series reads each event only once. Confined to one thread.
 */
final class GrowingFold {
  private final EventLog log;
  private final String topic;
  private final Supplier<Reducer> reducer;
  private final Map<Integer, Long> reached = new HashMap<>();
  private FullFold fold;

  GrowingFold(EventLog log, String topic, Supplier<Reducer> reducer) {
    this.log = log;
    this.topic = topic;
    this.reducer = reducer;
    this.fold = new FullFold(reducer.get());
  }

  /**
   * Returns the state of each key from all events below the given ends. If the end of a partition
   * is lower than in an earlier call, folds all events again from the first offset.
   *
   * @param ends end of the offsets to fold, exclusive, by partition
   */
  Map<String, KeyState> statesAt(Map<Integer, Long> ends) {
    if (ends.entrySet().stream().anyMatch(end -> end.getValue() < reached(end.getKey()))) {
      fold = new FullFold(reducer.get());
      reached.clear();
    }
    ends.forEach(
        (partition, end) -> {
          fold.add(log, topic, partition, new OffsetRange(reached(partition), end));
          reached.put(partition, end);
        });
    return fold.states();
  }

  private long reached(int partition) {
    return reached.getOrDefault(partition, 0L);
  }
}
