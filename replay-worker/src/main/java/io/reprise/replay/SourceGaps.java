package io.reprise.replay;

import io.micrometer.core.instrument.MeterRegistry;
import io.reprise.replay.state.Replay;
import io.reprise.replay.state.ReplayTable;
import io.reprise.runtime.lifecycle.ServiceScheduler;
import io.reprise.runtime.metric.MetricRows;
import io.reprise.store.facts.PartitionFacts;
import io.reprise.store.facts.TopicFacts;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Measures every 10 s how far the last stable offset of each topic that an unfinished replay reads
 * is behind the high watermark. An open or hanging transaction there keeps the replay from reading
 * on. Only the coordinator measures. A topic that Kafka does not describe has no value.
 *
 * <p>Thread-safe. The creator closes this object.
 */
final class SourceGaps implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SourceGaps.class);
  private static final long EVERY_SECONDS = 10;

  private final BooleanSupplier isCoordinator;
  private final Supplier<ReplayTable> table;
  private final Function<String, TopicFacts> topics;
  private final MetricRows rows;
  private final ServiceScheduler thread = ServiceScheduler.ofOneThread("source-gaps");

  SourceGaps(
      BooleanSupplier isCoordinator,
      Supplier<ReplayTable> table,
      Function<String, TopicFacts> topics,
      MeterRegistry registry) {
    this.isCoordinator = isCoordinator;
    this.table = table;
    this.topics = topics;
    this.rows = WorkerMetric.STABLE_GAP.declaration().rows(registry);
  }

  static SourceGaps start(ReplayEngine engine, MeterRegistry registry) {
    var gaps =
        new SourceGaps(
            engine::isCoordinator,
            engine.replays()::table,
            engine.inspector()::inspectKafka,
            registry);
    gaps.thread.scheduleWithFixedDelay(
        gaps::measure, EVERY_SECONDS, EVERY_SECONDS, TimeUnit.SECONDS);
    return gaps;
  }

  /** Replaces the series of all topics. Asks Kafka about each topic. */
  void measure() {
    var gaps = new HashMap<List<String>, Long>();
    if (isCoordinator.getAsBoolean()) {
      for (var topic : sources()) {
        try {
          gaps.put(List.of(topic), gap(topics.apply(topic)));
        } catch (RuntimeException e) {
          LOG.debug("source topic could not be described topic={} cause={}", topic, e.toString());
        }
      }
    }
    rows.set(gaps);
  }

  private List<String> sources() {
    return table.get().live().stream()
        .filter(replay -> replay.startedAt() != null && !replay.state().isFinal())
        .sorted(Comparator.comparing(Replay::id).reversed())
        .limit(ReplayMeters.MOST_REPLAYS)
        .map(replay -> replay.plan().spec().source().topic())
        .distinct()
        .toList();
  }

  private static long gap(TopicFacts topic) {
    return topic.partitions().stream().mapToLong(SourceGaps::gap).sum();
  }

  private static long gap(PartitionFacts partition) {
    return Math.max(0, partition.highWatermark() - partition.committedEnd());
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
