package io.reprise.replay;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

/** What a worker tells Prometheus of itself. */
final class WorkerMeters {
  private WorkerMeters() {}

  static void bind(ReplayEngine engine, MeterRegistry registry) {
    Gauge.builder("reprise.worker.slots.held", engine, ReplayEngine::slotsHeld)
        .description("slots that this worker holds")
        .register(registry);
    Gauge.builder("reprise.worker.shards.running", engine, ReplayEngine::shardsRunning)
        .description("shards that this worker runs")
        .register(registry);
    Gauge.builder("reprise.worker.coordinator", engine, e -> e.isCoordinator() ? 1 : 0)
        .description("1 on the worker that decides commands")
        .register(registry);
  }
}
