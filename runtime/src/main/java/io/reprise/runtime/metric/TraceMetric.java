package io.reprise.runtime.metric;

import static io.reprise.runtime.metric.MetricDeclaration.counter;

/** The metrics of a service that traces what it does. */
public enum TraceMetric implements DeclaredMetric {
  SPANS(
      counter(
              "reprise.trace.spans",
              "sampled spans that have ended; those that were not exported are lost, without an"
                  + " effect on the service")
          .by(
              new MetricLabel(
                  "outcome",
                  "`exported`, `failed` (the endpoint did not accept them), `dropped` (too many"
                      + " waited)")));

  private final MetricDeclaration declaration;

  TraceMetric(MetricDeclaration declaration) {
    this.declaration = declaration;
  }

  @Override
  public MetricDeclaration declaration() {
    return declaration;
  }
}
