package io.reprise.compactor.observe;

import static io.reprise.runtime.metric.MetricDeclaration.counter;
import static io.reprise.runtime.metric.MetricDeclaration.gauge;

import io.reprise.runtime.metric.DeclaredMetric;
import io.reprise.runtime.metric.MetricDeclaration;
import io.reprise.runtime.metric.MetricLabel;

/** The metrics of a compactor. Each is counted by topic and reducer. */
public enum CompactorMetric implements DeclaredMetric {
  FOLDED(counter("reprise.compactor.folded", "events that were folded")),
  EMITTED(counter("reprise.compactor.emitted", "snapshots that were written")),
  PARKED(counter("reprise.compactor.parked", "events that could not be folded")),
  LAG(
      gauge(
          "reprise.compactor.lag",
          "committed offsets that are not folded yet, in partitions of this instance")),
  AUDIT_KEYS(
      counter(
          "reprise.compactor.audit.keys", "keys whose snapshot an audit compared with the log")),
  AUDIT_DIFFERENCES(
      counter(
          "reprise.compactor.audit.differences",
          "keys whose snapshot differed from a fold of their events")),
  AUDIT_SKIPPED(counter("reprise.compactor.audit.skipped", "partitions that could not be audited"));

  private final MetricDeclaration declaration;

  CompactorMetric(MetricDeclaration declaration) {
    this.declaration =
        declaration.by(
            new MetricLabel("topic", "the configured topics"),
            new MetricLabel("reducer", "the reducers that are configured for the topic"));
  }

  @Override
  public MetricDeclaration declaration() {
    return declaration;
  }
}
