package io.reprise.replay;

import io.micrometer.core.instrument.MeterRegistry;
import io.reprise.replay.slot.SlotCounters;
import io.reprise.store.archive.read.ReadCounters;
import java.time.Duration;
import java.util.function.ToDoubleFunction;

/** Registers the meters of {@link WorkerMetric}. */
final class WorkerMeters {
  /** The age of a worker's copy of the control topics from which it counts as cut off. */
  private static final Duration OLDEST_CONTROL = Duration.ofSeconds(5);

  private WorkerMeters() {}

  static void bind(ReplayEngine engine, MeterRegistry registry) {
    gauge(WorkerMetric.SLOTS, engine, ReplayEngine::slotsOwned, registry);
    gauge(WorkerMetric.SHARDS_RUNNING, engine, ReplayEngine::shardsRunning, registry);
    gauge(WorkerMetric.COORDINATOR, engine, e -> canDecide(e) ? 1 : 0, registry);
    counter(WorkerMetric.EXPIRED, engine, ReplayEngine::expiredReplays, registry);
    counter(WorkerMetric.EXPIRY_FAILURES, engine, ReplayEngine::failedExpiries, registry);
    gauge(WorkerMetric.CONTROL_AGE, engine, e -> e.replays().age().toMillis() / 1e3, registry);
    counter(WorkerMetric.HANGING_ENDED, engine, ReplayEngine::hangingTransactionsEnded, registry);
    bindSlots(engine.slotCounters(), registry);
    var reads = engine.archiveReads();
    if (reads != null) {
      bindArchive(reads, registry);
    }
  }

  /**
   * Returns whether a worker is the coordinator and reads the control topics. A coordinator that is
   * cut off from Kafka does not learn that another worker has taken over, and decides nothing.
   */
  private static boolean canDecide(ReplayEngine engine) {
    return engine.isCoordinator() && engine.replays().age().compareTo(OLDEST_CONTROL) < 0;
  }

  private static void bindSlots(SlotCounters slots, MeterRegistry registry) {
    counter(WorkerMetric.TAKEOVERS, slots, SlotCounters::takeovers, registry);
    counter(WorkerMetric.CLAIMS, slots, SlotCounters::claims, registry);
    counter(WorkerMetric.SHARD_FAILURES, slots, SlotCounters::shardFailures, registry);
    counter(WorkerMetric.SLOT_RETRIES, slots, SlotCounters::retries, registry);
    counter(WorkerMetric.FENCINGS, slots, SlotCounters::fencings, registry);
  }

  private static void bindArchive(ReadCounters reads, MeterRegistry registry) {
    counter(WorkerMetric.CACHE_MEMORY_HITS, reads, ReadCounters::memoryHits, registry);
    counter(WorkerMetric.CACHE_DISK_HITS, reads, ReadCounters::diskHits, registry);
    counter(WorkerMetric.CACHE_MISSES, reads, ReadCounters::misses, registry);
    counter(WorkerMetric.CACHE_STORE_BYTES, reads, ReadCounters::storeBytes, registry);
  }

  private static <T> void gauge(
      WorkerMetric metric, T source, ToDoubleFunction<T> value, MeterRegistry registry) {
    metric.declaration().gauge(registry, source, value);
  }

  private static <T> void counter(
      WorkerMetric metric, T source, ToDoubleFunction<T> value, MeterRegistry registry) {
    metric.declaration().counter(registry, source, value);
  }
}
