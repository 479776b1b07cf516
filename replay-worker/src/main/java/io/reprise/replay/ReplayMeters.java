package io.reprise.replay;

import io.micrometer.core.instrument.MeterRegistry;
import io.reprise.replay.checkpoint.ShardCounts;
import io.reprise.replay.checkpoint.ShardProgress;
import io.reprise.replay.checkpoint.ShardRate;
import io.reprise.replay.checkpoint.ShardTotals;
import io.reprise.replay.operate.ShardWaitView;
import io.reprise.replay.state.Replay;
import io.reprise.replay.state.ReplayState;
import io.reprise.replay.state.ReplayTable;
import io.reprise.runtime.metric.MetricRows;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Sets the metrics about replays, from this worker's copies of the control topics. Only the
 * coordinator shows them, so that the sum over all workers counts each replay once.
 *
 * <p>Thread-safe.
 */
final class ReplayMeters {
  /**
   * How many unfinished replays have time series of their own, the newest ones. Older ones are
   * summed up under {@link #OTHERS}.
   */
  static final int MOST_REPLAYS = 50;

  static final String OTHERS = "others";

  private final BooleanSupplier isCoordinator;
  private final Supplier<ReplayTable> table;
  private final Function<String, Map<Integer, ShardProgress>> progress;
  private final Map<WorkerMetric, MetricRows> rows = new HashMap<>();

  ReplayMeters(
      BooleanSupplier isCoordinator,
      Supplier<ReplayTable> table,
      Function<String, Map<Integer, ShardProgress>> progress,
      MeterRegistry registry) {
    this.isCoordinator = isCoordinator;
    this.table = table;
    this.progress = progress;
    WorkerMetric.OF_REPLAYS.forEach(
        metric -> rows.put(metric, metric.declaration().rows(registry)));
  }

  static ReplayMeters of(ReplayEngine engine, MeterRegistry registry) {
    return new ReplayMeters(
        engine::isCoordinator, engine.replays()::table, engine.progress()::of, registry);
  }

  /** Replaces the series of all replays. Reads only what is on the heap. */
  void update() {
    var sums = new HashMap<WorkerMetric, Map<List<String>, Long>>();
    rows.keySet().forEach(metric -> sums.put(metric, new HashMap<>()));
    if (isCoordinator.getAsBoolean()) {
      addAll(table.get(), sums);
    }
    rows.forEach((metric, its) -> its.set(sums.getOrDefault(metric, Map.of())));
  }

  private void addAll(ReplayTable now, Map<WorkerMetric, Map<List<String>, Long>> sums) {
    var states = now.countByState();
    ReplayState.NAMES.forEach(
        state -> add(sums, WorkerMetric.REPLAYS, states.getOrDefault(state, 0), state));
    var unfinished =
        now.live().stream()
            .filter(replay -> replay.startedAt() != null && !replay.state().isFinal())
            .sorted(Comparator.comparing(Replay::id).reversed())
            .toList();
    for (int i = 0; i < unfinished.size(); i++) {
      var replay = unfinished.get(i);
      addReplay(replay, i < MOST_REPLAYS ? replay.id() : OTHERS, sums);
    }
  }

  private void addReplay(
      Replay replay, String label, Map<WorkerMetric, Map<List<String>, Long>> sums) {
    var shards = progress.apply(replay.id());
    var counts = ShardCounts.NONE;
    for (var record : shards.values()) {
      counts = counts.plus(record.counts());
      add(sums, WorkerMetric.SHARDS, 1, label, record.state().name());
    }
    var plan = replay.plan();
    add(sums, WorkerMetric.SHARDS, plan.shards().size() - shards.size(), label, "NEVER_CLAIMED");
    for (var shard : plan.shards()) {
      ShardWaitView.of(replay, shard, shards.get(shard.index()))
          .ifPresent(
              wait -> add(sums, WorkerMetric.SHARDS_WAITING, 1, label, wait.reason().name()));
    }
    add(sums, WorkerMetric.RECORDS, counts.delivered(), label, "delivered");
    add(sums, WorkerMetric.RECORDS, counts.filtered(), label, "filtered");
    add(sums, WorkerMetric.RECORDS, counts.parked(), label, "parked");
    add(sums, WorkerMetric.RECORDS, counts.skipped(), label, "skipped");
    add(sums, WorkerMetric.REPLAY_BYTES, counts.bytes(), label);
    add(sums, WorkerMetric.PLANNED, plan.records(), label);
    add(sums, WorkerMetric.ACCOUNTED, accounted(replay, shards), label);
    addLimits(replay, label, sums);
    shards.values().forEach(record -> addRate(record.rate(), label, sums));
  }

  private static long accounted(Replay replay, Map<Integer, ShardProgress> shards) {
    return ShardTotals.accounted(
        replay.plan().shards(),
        index -> {
          var record = shards.get(index);
          return record == null ? ShardTotals.NEVER_CLAIMED : record.nextOffset();
        });
  }

  private static void addRate(
      @Nullable ShardRate rate, String label, Map<WorkerMetric, Map<List<String>, Long>> sums) {
    if (rate != null) {
      add(sums, WorkerMetric.ADAPTIVE_RATE, rate.recordsPerSecond(), label);
      add(sums, WorkerMetric.SHARDS_SLOWED, rate.cause() == null ? 0 : 1, label);
    }
  }

  private static void addLimits(
      Replay replay, String label, Map<WorkerMetric, Map<List<String>, Long>> sums) {
    var records = replay.throttle().recordsPerSecond();
    if (records != null) {
      add(sums, WorkerMetric.LIMIT_RECORDS, records, label);
    }
    var bytes = replay.throttle().bytesPerSecond();
    if (bytes != null) {
      add(sums, WorkerMetric.LIMIT_BYTES, bytes, label);
    }
  }

  private static void add(
      Map<WorkerMetric, Map<List<String>, Long>> sums,
      WorkerMetric metric,
      long value,
      String... labels) {
    sums.computeIfAbsent(metric, unused -> new HashMap<>())
        .merge(List.of(labels), value, Long::sum);
  }
}
