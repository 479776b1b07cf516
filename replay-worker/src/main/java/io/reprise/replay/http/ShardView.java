package io.reprise.replay.http;

import io.reprise.replay.checkpoint.ShardCounts;
import io.reprise.replay.checkpoint.ShardProgress;
import io.reprise.replay.plan.Plan;
import io.reprise.replay.plan.ShardPlan;
import io.reprise.store.OffsetRange;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The progress of one shard, as JSON.
 *
 * @param state ABSENT until the first claim; slot, worker and {@code at} are null then
 * @param at time at which the newest progress record was written
 * @param cause why the shard failed; null unless it is FAILED
 */
record ShardView(
    int index,
    int partition,
    OffsetRange range,
    int bucket,
    int buckets,
    String state,
    long nextOffset,
    long leaseEpoch,
    ShardCounts counts,
    @Nullable Integer slot,
    @Nullable String worker,
    @Nullable Instant at,
    @Nullable String cause) {

  static List<ShardView> of(Plan plan, Map<Integer, ShardProgress> records) {
    return plan.shards().stream().map(s -> of(s, records.get(s.index()))).toList();
  }

  private static ShardView of(ShardPlan shard, @Nullable ShardProgress record) {
    return record == null ? absent(shard) : recorded(shard, record);
  }

  private static ShardView absent(ShardPlan shard) {
    return new ShardView(
        shard.index(),
        shard.partition(),
        shard.range(),
        shard.bucket(),
        shard.buckets(),
        "ABSENT",
        shard.range().from(),
        0,
        ShardCounts.NONE,
        null,
        null,
        null,
        null);
  }

  private static ShardView recorded(ShardPlan shard, ShardProgress record) {
    return new ShardView(
        shard.index(),
        shard.partition(),
        shard.range(),
        shard.bucket(),
        shard.buckets(),
        record.state().name(),
        record.nextOffset(),
        record.leaseEpoch(),
        record.counts(),
        record.slot(),
        record.worker(),
        record.at(),
        record.cause());
  }
}
