package io.reprise.ingest.service;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.reprise.ingest.service.dedupe.IdBudget;
import io.reprise.ingest.service.limit.InFlight;
import io.reprise.ingest.service.publish.KafkaSilenceMeter;

/**
 * Registers the gauges of an ingest service: the load of requests, the records that Kafka has not
 * acknowledged, and the ids that the dedupe windows remember.
 */
final class IngestMeters {
  private IngestMeters() {}

  static void bind(MeterRegistry meters, InFlight inFlight, KafkaSilenceMeter pulse, IdBudget ids) {
    Gauge.builder("reprise.ingest.inflight", inFlight, InFlight::bytes)
        .description("Bodies being handled and records not yet acknowledged")
        .baseUnit("bytes")
        .register(meters);
    Gauge.builder("reprise.ingest.requests", inFlight, InFlight::requests)
        .description("Requests that are being handled")
        .register(meters);
    Gauge.builder("reprise.ingest.unacknowledged", pulse, KafkaSilenceMeter::pending)
        .description("Events sent to Kafka and not yet acknowledged")
        .register(meters);
    Gauge.builder("reprise.ingest.kafka.silence", pulse, p -> p.silence().toMillis() / 1e3)
        .description(
            "How long Kafka has acknowledged nothing while events waited for an acknowledgement")
        .baseUnit("seconds")
        .register(meters);
    Gauge.builder("reprise.ingest.ids", ids, IdBudget::held)
        .description("Event ids that are remembered")
        .register(meters);
    Gauge.builder("reprise.ingest.ids.most", ids, IdBudget::most)
        .description("The most event ids that may be remembered")
        .register(meters);
    Gauge.builder("reprise.ingest.ids.share", ids, IdBudget::share)
        .description("The event ids that fit for each open topic when the most ids are remembered")
        .register(meters);
  }
}
