package io.reprise.compactor.audit;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.reprise.store.snapshot.SnapshotTopic;

/** What audits of one topic and reducer came to. Thread-safe. */
final class AuditMeters {
  private final MeterRegistry registry;

  AuditMeters(MeterRegistry registry) {
    this.registry = registry;
  }

  /** Shows the counters before the first audit: an alert needs something to look at. */
  void show(SnapshotTopic topics) {
    count(topics, AuditSummary.NOTHING);
  }

  void count(SnapshotTopic topics, AuditSummary summary) {
    counter(topics, "keys", "keys whose snapshot was held against the log")
        .increment(summary.keys());
    counter(topics, "differences", "keys whose snapshot was not what their events make of it")
        .increment(summary.differing());
    counter(topics, "skipped", "partitions that could not be audited")
        .increment(summary.skipped().size());
  }

  private Counter counter(SnapshotTopic topics, String name, String description) {
    return Counter.builder("reprise.compactor.audit." + name)
        .description(description)
        .tag("topic", topics.source())
        .tag("reducer", topics.reducer().toString())
        .register(registry);
  }
}
