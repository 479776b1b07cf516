package io.reprise.compactor.fold;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.reprise.compactor.observe.CompactorMetric;
import io.reprise.store.snapshot.SnapshotTopic;
import java.util.concurrent.atomic.AtomicLong;

/** The metrics of the compaction of one topic by one reducer. Thread-safe. */
final class FoldMeters {
  private final Counter folded;
  private final Counter emitted;
  private final Counter parked;
  private final AtomicLong lag = new AtomicLong();

  FoldMeters(MeterRegistry registry, SnapshotTopic topics) {
    folded = counter(registry, topics, CompactorMetric.FOLDED);
    emitted = counter(registry, topics, CompactorMetric.EMITTED);
    parked = counter(registry, topics, CompactorMetric.PARKED);
    CompactorMetric.LAG
        .declaration()
        .gauge(registry, lag, AtomicLong::get, topics.source(), topics.reducer().toString());
  }

  private static Counter counter(
      MeterRegistry registry, SnapshotTopic topics, CompactorMetric metric) {
    return metric.declaration().counter(registry, topics.source(), topics.reducer().toString());
  }

  void folded() {
    folded.increment();
  }

  void emitted() {
    emitted.increment();
  }

  void parked() {
    parked.increment();
  }

  void lag(long offsets) {
    lag.set(offsets);
  }
}
