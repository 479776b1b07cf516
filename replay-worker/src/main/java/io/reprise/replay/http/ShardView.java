package io.reprise.replay.http;

import io.reprise.replay.checkpoint.ShardCounts;
import io.reprise.replay.checkpoint.ShardProgress;
import io.reprise.replay.checkpoint.ShardRate;
import io.reprise.replay.operate.ShardWaitView;
import io.reprise.replay.plan.ShardPlan;
import io.reprise.replay.state.Replay;
import io.reprise.store.OffsetRange;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The progress of one shard, as JSON.
 *
 * @param state ABSENT until the first claim; {@code slot}, {@code worker} and {@code at} are null
 *     until then
 * @param at time at which the newest progress record was written
 * @param cause why the shard failed; null unless it is FAILED
 * @param waitsFor what the shard waits for; null if it does not wait
 * @param rate how fast the shard may deliver; null unless it is delivered adaptively
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
    @Nullable String cause,
    @Nullable ShardWaitView waitsFor,
    @Nullable ShardRate rate) {

  static List<ShardView> of(Replay replay, Map<Integer, ShardProgress> records) {
    return replay.plan().shards().stream()
        .map(shard -> of(replay, shard, records.get(shard.index())))
        .toList();
  }

  private static ShardView of(Replay replay, ShardPlan shard, @Nullable ShardProgress record) {
    var waitsFor = ShardWaitView.of(replay, shard, record).orElse(null);
    return record == null ? absent(shard, waitsFor) : recorded(shard, record, waitsFor);
  }

  private static ShardView absent(ShardPlan shard, @Nullable ShardWaitView waitsFor) {
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
        null,
        waitsFor,
        null);
  }

  private static ShardView recorded(
      ShardPlan shard, ShardProgress record, @Nullable ShardWaitView waitsFor) {
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
        record.cause(),
        waitsFor,
        record.rate());
  }
}
