package io.reprise.ingest.service;

import io.micrometer.core.instrument.MeterRegistry;
import io.reprise.ingest.service.dedupe.IdBudget;
import io.reprise.ingest.service.limit.InFlight;
import io.reprise.ingest.service.observe.IngestMetric;
import io.reprise.ingest.service.publish.KafkaSilenceMeter;
import java.util.function.ToDoubleFunction;

/**
 * Registers the gauges of an ingest service: the load of requests, the records that Kafka has not
 * acknowledged, and the ids that the dedupe windows remember.
 */
final class IngestMeters {
  private IngestMeters() {}

  static void bind(MeterRegistry meters, InFlight inFlight, KafkaSilenceMeter pulse, IdBudget ids) {
    gauge(IngestMetric.IN_FLIGHT, inFlight, InFlight::bytes, meters);
    gauge(IngestMetric.REQUESTS, inFlight, InFlight::requests, meters);
    gauge(IngestMetric.UNACKNOWLEDGED, pulse, KafkaSilenceMeter::pending, meters);
    gauge(IngestMetric.KAFKA_SILENCE, pulse, p -> p.silence().toMillis() / 1e3, meters);
    gauge(IngestMetric.IDS, ids, IdBudget::held, meters);
    gauge(IngestMetric.IDS_MOST, ids, IdBudget::most, meters);
    gauge(IngestMetric.IDS_SHARE, ids, IdBudget::share, meters);
  }

  private static <T> void gauge(
      IngestMetric metric, T source, ToDoubleFunction<T> value, MeterRegistry meters) {
    metric.declaration().gauge(meters, source, value);
  }
}
