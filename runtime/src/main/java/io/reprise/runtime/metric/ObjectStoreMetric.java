package io.reprise.runtime.metric;

import static io.reprise.runtime.metric.MetricDeclaration.counter;
import static io.reprise.runtime.metric.MetricDeclaration.histogram;

/** The metrics of a service's requests to the object store. */
public enum ObjectStoreMetric implements DeclaredMetric {
  REQUESTS(
      counter(
              "reprise.store.requests",
              "requests to the object store; each attempt of a repeated request counts")
          .by(
              Labels.KIND,
              new MetricLabel(
                  "outcome",
                  "`ok`, `missing`, `conflict` (the object exists), `throttled`, `refused`,"
                      + " `error`, `unanswered`"))),
  LATENCY(
      histogram(
              "reprise.store.request",
              "time until the object store began to answer a request, or until the request failed")
          .by(Labels.KIND)),
  RETRIES(counter("reprise.store.retries", "requests that repeated a failed one").by(Labels.KIND)),
  SENT(
      counter("reprise.store.sent", "bytes of bodies that were sent to the object store")
          .in(MetricUnit.BYTES)),
  RECEIVED(
      counter("reprise.store.received", "bytes of bodies that were read from the object store")
          .in(MetricUnit.BYTES));

  private final MetricDeclaration declaration;

  ObjectStoreMetric(MetricDeclaration declaration) {
    this.declaration = declaration;
  }

  @Override
  public MetricDeclaration declaration() {
    return declaration;
  }

  private static final class Labels {
    static final MetricLabel KIND =
        new MetricLabel("kind", "`get`, `put`, `list`, `delete`, `head`");
  }
}
