package io.reprise.compactor.audit;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.reprise.compactor.observe.CompactorMetric;
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
    counter(topics, CompactorMetric.AUDIT_KEYS).increment(summary.keys());
    counter(topics, CompactorMetric.AUDIT_DIFFERENCES).increment(summary.differing());
    counter(topics, CompactorMetric.AUDIT_SKIPPED).increment(summary.skipped().size());
  }

  private Counter counter(SnapshotTopic topics, CompactorMetric metric) {
    return metric.declaration().counter(registry, topics.source(), topics.reducer().toString());
  }
}
