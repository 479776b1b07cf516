package io.reprise.rehydrate;

import io.reprise.rehydrate.target.PartitionState;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;

/** What is stored of each partition, and who hears of it. Thread-safe. */
final class Board {
  private final int version;
  private final ProgressListener listener;
  private final ConcurrentSkipListMap<Integer, PartitionState> states =
      new ConcurrentSkipListMap<>();
  private volatile Step step = Step.LOAD;

  Board(int version, List<PartitionState> stored, ProgressListener listener) {
    this.version = version;
    this.listener = listener;
    stored.forEach(s -> states.put(s.partition(), s));
  }

  List<PartitionState> partitions() {
    return List.copyOf(states.values());
  }

  void begin(Step next) {
    step = next;
    tell(Optional.empty(), 0);
  }

  void loading(int partition, long rows) {
    tell(Optional.of(partition), rows);
  }

  void stored(PartitionState state) {
    states.put(state.partition(), state);
    tell(Optional.of(state.partition()), 0);
  }

  private void tell(Optional<Integer> moved, long loading) {
    listener.moved(new Progress(version, step, partitions(), moved, loading));
  }
}
