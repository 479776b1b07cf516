package io.reprise.ingest.service.observe;

import static io.reprise.runtime.metric.MetricDeclaration.gauge;
import static io.reprise.runtime.metric.MetricDeclaration.timer;

import io.reprise.runtime.metric.DeclaredMetric;
import io.reprise.runtime.metric.MetricDeclaration;
import io.reprise.runtime.metric.MetricUnit;

/** The metrics of an ingest service. */
public enum IngestMetric implements DeclaredMetric {
  IN_FLIGHT(
      gauge(
              "reprise.ingest.inflight",
              "bytes of bodies that are being handled and of records that Kafka has not"
                  + " acknowledged")
          .in(MetricUnit.BYTES)),
  REQUESTS(gauge("reprise.ingest.requests", "requests that are being handled")),
  UNACKNOWLEDGED(
      gauge(
          "reprise.ingest.unacknowledged",
          "events that were sent to Kafka and are not yet acknowledged")),
  KAFKA_SILENCE(
      gauge(
              "reprise.ingest.kafka.silence",
              "how long Kafka has acknowledged nothing while events waited for an acknowledgement"
                  + " or were given up; 0 again with the next acknowledgement, or 5 minutes after"
                  + " the last event was given up")
          .in(MetricUnit.SECONDS)),
  IDS(gauge("reprise.ingest.ids", "event ids that are remembered")),
  IDS_MOST(gauge("reprise.ingest.ids.most", "the most event ids that may be remembered")),
  IDS_SHARE(
      gauge(
          "reprise.ingest.ids.share",
          "the event ids that fit for each open topic when the most ids are remembered")),
  IDS_LAG(
      timer(
          "reprise.ingest.ids.lag",
          "time from when another instance stored an event until this instance knows the event's"
              + " id")),
  IDS_BEHIND(
      gauge("reprise.ingest.ids.behind", "time since the id indexes were last read to their ends")
          .in(MetricUnit.SECONDS));

  private final MetricDeclaration declaration;

  IngestMetric(MetricDeclaration declaration) {
    this.declaration = declaration;
  }

  @Override
  public MetricDeclaration declaration() {
    return declaration;
  }
}
