package io.reprise.runtime.metric;

/**
 * A metric that a service publishes. Each module implements this interface once, as an enum with
 * all metrics of the module. {@code docs/metrics.md} is generated from these enums.
 */
public interface DeclaredMetric {
  MetricDeclaration declaration();
}
