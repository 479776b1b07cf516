package io.reprise.replay;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.reprise.replay.checkpoint.ShardCounts;
import io.reprise.replay.deliver.DeliveryObserver;
import java.time.Duration;

/** Counts what the deliveries of this worker commit. Thread-safe. */
final class DeliveryMeters implements DeliveryObserver {
  private final Counter records;
  private final Counter bytes;
  private final Timer commits;

  DeliveryMeters(MeterRegistry registry) {
    records = WorkerMetric.DELIVERED_RECORDS.declaration().counter(registry);
    bytes = WorkerMetric.DELIVERED_BYTES.declaration().counter(registry);
    commits = WorkerMetric.COMMITS.declaration().timer(registry);
  }

  @Override
  public void committed(ShardCounts before, ShardCounts after, Duration commit) {
    records.increment(after.delivered() - before.delivered());
    bytes.increment(after.bytes() - before.bytes());
    commits.record(commit);
  }
}
