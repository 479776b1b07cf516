package io.reprise.rehydrate.run;

import io.reprise.rehydrate.report.ProgressListener;
import io.reprise.rehydrate.report.RehydrationProgress;
import io.reprise.rehydrate.report.RehydrationStep;
import io.reprise.rehydrate.target.StoredPartition;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * Keeps the stored progress of each partition, and reports every change to the listener.
 * Thread-safe.
 */
public final class ProgressTracker {
  private final int version;
  private final ProgressListener listener;
  private final ConcurrentSkipListMap<Integer, StoredPartition> states =
      new ConcurrentSkipListMap<>();
  private volatile RehydrationStep step = RehydrationStep.LOAD;

  public ProgressTracker(int version, List<StoredPartition> stored, ProgressListener listener) {
    this.version = version;
    this.listener = listener;
    stored.forEach(s -> states.put(s.partition(), s));
  }

  public List<StoredPartition> partitions() {
    return List.copyOf(states.values());
  }

  public void begin(RehydrationStep next) {
    step = next;
    tell(Optional.empty(), 0);
  }

  public void loading(int partition, long rows) {
    tell(Optional.of(partition), rows);
  }

  public void stored(StoredPartition state) {
    states.put(state.partition(), state);
    tell(Optional.of(state.partition()), 0);
  }

  private void tell(Optional<Integer> moved, long loading) {
    listener.moved(new RehydrationProgress(version, step, partitions(), moved, loading));
  }
}
