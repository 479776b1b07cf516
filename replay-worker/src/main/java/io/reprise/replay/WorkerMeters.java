package io.reprise.replay;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.reprise.store.archive.read.ReadCounters;
import java.util.function.ToDoubleFunction;

/**
 * Registers the worker's metrics: how many slots it owns, how many shards it runs, whether it is
 * the coordinator, how many replays it has expired, and what it has read from the archive.
 */
final class WorkerMeters {
  private WorkerMeters() {}

  static void bind(ReplayEngine engine, MeterRegistry registry) {
    Gauge.builder("reprise.worker.slots.held", engine, ReplayEngine::slotsOwned)
        .description("slots that this worker owns")
        .register(registry);
    Gauge.builder("reprise.worker.shards.running", engine, ReplayEngine::shardsRunning)
        .description("shards that this worker delivers or waits to deliver")
        .register(registry);
    Gauge.builder("reprise.worker.coordinator", engine, e -> e.isCoordinator() ? 1 : 0)
        .description("1 on the worker that is the coordinator, 0 on the others")
        .register(registry);
    FunctionCounter.builder("reprise.worker.replays.expired", engine, ReplayEngine::expiredReplays)
        .description("replays that this worker, as the coordinator, has let expire")
        .register(registry);
    FunctionCounter.builder(
            "reprise.worker.replays.expiry.failures", engine, ReplayEngine::failedExpiries)
        .description("attempts of this worker to let a replay expire that have failed")
        .register(registry);
    var reads = engine.archiveReads();
    if (reads != null) {
      bindArchive(reads, registry);
    }
  }

  private static void bindArchive(ReadCounters reads, MeterRegistry registry) {
    counter("hits.memory", reads, ReadCounters::memoryHits, registry);
    counter("hits.disk", reads, ReadCounters::diskHits, registry);
    counter("misses", reads, ReadCounters::misses, registry);
    counter("store.bytes", reads, ReadCounters::storeBytes, registry);
  }

  private static void counter(
      String name, ReadCounters reads, ToDoubleFunction<ReadCounters> value, MeterRegistry to) {
    FunctionCounter.builder("reprise.archive.cache." + name, reads, value)
        .description("reads of archived blocks: " + name.replace('.', ' '))
        .register(to);
  }
}
