package io.reprise.compactor.audit;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.reprise.store.snapshot.SnapshotTopic;

/**
 * Counts, by topic and reducer, the keys that audits compared, the keys that differed and the
 * partitions that could not be audited. Thread-safe.
 */
final class AuditMeters {
  private final MeterRegistry registry;

  AuditMeters(MeterRegistry registry) {
    this.registry = registry;
  }

  /**
   * Registers the counters of a compaction with the value 0, so that alerts can refer to them
   * before the first audit.
   */
  void register(SnapshotTopic topics) {
    count(topics, AuditSummary.NOTHING);
  }

  void count(SnapshotTopic topics, AuditSummary summary) {
    counter(topics, "keys", "keys whose snapshot was compared with the log")
        .increment(summary.keys());
    counter(topics, "differences", "keys whose snapshot differed from a fold of their events")
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
