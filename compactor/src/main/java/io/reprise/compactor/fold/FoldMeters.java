package io.reprise.compactor.fold;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.reprise.store.snapshot.SnapshotTopic;
import java.util.concurrent.atomic.AtomicLong;

/** The metrics of the compaction of one topic by one reducer. Thread-safe. */
final class FoldMeters {
  private final Counter folded;
  private final Counter emitted;
  private final Counter parked;
  private final AtomicLong lag = new AtomicLong();

  FoldMeters(MeterRegistry registry, SnapshotTopic topics) {
    folded = counter(registry, topics, "folded", "events folded");
    emitted = counter(registry, topics, "emitted", "snapshots written");
    parked = counter(registry, topics, "parked", "events that could not be folded");
    Gauge.builder("reprise.compactor.lag", lag, AtomicLong::get)
        .description("committed offsets that are not folded yet, in partitions of this instance")
        .tag("topic", topics.source())
        .tag("reducer", topics.reducer().toString())
        .register(registry);
  }

  private static Counter counter(
      MeterRegistry registry, SnapshotTopic topics, String name, String description) {
    return Counter.builder("reprise.compactor." + name)
        .description(description)
        .tag("topic", topics.source())
        .tag("reducer", topics.reducer().toString())
        .register(registry);
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
