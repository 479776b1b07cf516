package io.reprise.replay;

import static io.reprise.runtime.metric.MetricDeclaration.counter;
import static io.reprise.runtime.metric.MetricDeclaration.gauge;

import io.reprise.runtime.metric.DeclaredMetric;
import io.reprise.runtime.metric.MetricDeclaration;
import io.reprise.runtime.metric.MetricUnit;

/** The metrics of a replay worker. */
public enum WorkerMetric implements DeclaredMetric {
  SLOTS(gauge("reprise.worker.slots.held", "slots that this worker owns")),
  SHARDS_RUNNING(
      gauge(
          "reprise.worker.shards.running", "shards that this worker delivers or waits to deliver")),
  COORDINATOR(
      gauge(
          "reprise.worker.coordinator",
          "1 on the worker that is the coordinator, 0 on the others")),
  EXPIRED(
      counter(
          "reprise.worker.replays.expired",
          "replays that this worker, as the coordinator, has let expire")),
  EXPIRY_FAILURES(
      counter(
          "reprise.worker.replays.expiry.failures",
          "attempts of this worker to let a replay expire that have failed")),
  CACHE_MEMORY_HITS(
      counter(
          "reprise.archive.cache.hits.memory",
          "ranges of archived blocks that were in the memory cache")),
  CACHE_DISK_HITS(
      counter(
          "reprise.archive.cache.hits.disk",
          "ranges of archived blocks that were in the disk cache")),
  CACHE_MISSES(
      counter(
          "reprise.archive.cache.misses",
          "ranges of archived blocks that were read from the object store")),
  CACHE_STORE_BYTES(
      counter(
              "reprise.archive.cache.store",
              "bytes of archived blocks and indexes that were read from the object store")
          .in(MetricUnit.BYTES));

  private final MetricDeclaration declaration;

  WorkerMetric(MetricDeclaration declaration) {
    this.declaration = declaration;
  }

  @Override
  public MetricDeclaration declaration() {
    return declaration;
  }
}
