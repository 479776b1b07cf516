package io.reprise.replay;

import io.reprise.replay.checkpoint.HoleList;
import io.reprise.replay.checkpoint.ShardCounts;
import io.reprise.replay.checkpoint.ShardKey;
import io.reprise.replay.checkpoint.ShardProgress;
import io.reprise.replay.checkpoint.ShardState;
import io.reprise.replay.plan.Plan;
import io.reprise.replay.plan.PlannedPartition;
import io.reprise.replay.plan.ShardPlan;
import io.reprise.replay.plan.TargetTopic;
import io.reprise.replay.spec.Filter;
import io.reprise.replay.spec.OnMissingOffsets;
import io.reprise.replay.spec.Ordering;
import io.reprise.replay.spec.RangeBound;
import io.reprise.replay.spec.ReplaySpec;
import io.reprise.replay.spec.SourceRange;
import io.reprise.replay.spec.Throttle;
import io.reprise.replay.state.DecidedCommand;
import io.reprise.replay.state.PartitionAccount;
import io.reprise.replay.state.Replay;
import io.reprise.replay.state.ReplayAccount;
import io.reprise.replay.state.ReplayEvent;
import io.reprise.replay.state.ReplayTable;
import io.reprise.store.OffsetRange;
import io.reprise.store.digest.OffsetDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Small, valid values for tests. */
public final class Samples {
  public static final String ID = "01970000-0000-7000-8000-000000000001";
  public static final Instant NOON = Instant.parse("2026-01-31T12:00:00Z");

  private Samples() {}

  /** A spec that replays topic {@code orders} into target {@code copy}. */
  public static ReplaySpec spec(Ordering ordering, Throttle throttle) {
    return new ReplaySpec(
        "nightly", "ticket 7", source(null, null), null, "copy", ordering, throttle, null);
  }

  public static ReplaySpec spec(SourceRange source) {
    return new ReplaySpec("nightly", "ticket 7", source, null, "copy", null, null, null);
  }

  public static SourceRange source(RangeBound from, RangeBound to) {
    return new SourceRange("orders", null, from, to, null);
  }

  public static SourceRange tolerant(RangeBound from, RangeBound to) {
    return new SourceRange("orders", null, from, to, OnMissingOffsets.RECORD);
  }

  /** A plan with one shard for each partition. Each shard has offsets [1000, 1100). */
  public static Plan plan(int shards, Throttle throttle) {
    var partitions = new ArrayList<PlannedPartition>();
    var cut = new ArrayList<ShardPlan>();
    for (int i = 0; i < shards; i++) {
      var range = new OffsetRange(1_000, 1_100);
      partitions.add(new PlannedPartition(i, range, 0, 2_000));
      cut.add(new ShardPlan(i, i, range, 0, 1));
    }
    return new Plan(
        spec(Ordering.PARTITION, throttle),
        "topic-id",
        false,
        shards,
        partitions,
        cut,
        100L * shards,
        2_000L * shards,
        1,
        Map.of(),
        1,
        List.of(),
        "0123456789abcdef0123456789abcdef",
        null,
        null,
        null);
  }

  /** The same plan for a target that writes to {@code topic}. */
  public static Plan into(TargetTopic topic, Plan plan) {
    return plan.withTarget(topic, plan.targetStarts());
  }

  /** The same plan for the records that pass {@code filter}. */
  public static Plan of(Filter filter, Plan plan) {
    var spec = plan.spec();
    return new Plan(
        new ReplaySpec(
            spec.name(),
            spec.reason(),
            spec.source(),
            filter,
            spec.target(),
            spec.ordering(),
            spec.throttle(),
            spec.onError()),
        plan.topicId(),
        plan.compacted(),
        plan.topicPartitions(),
        plan.partitions(),
        plan.shards(),
        plan.records(),
        plan.bytes(),
        plan.readAmplification(),
        plan.targetStarts(),
        plan.expectedSeconds(),
        plan.notes(),
        plan.hash(),
        plan.archive(),
        plan.reads(),
        plan.targetTopic());
  }

  /** The same plan for another spec. */
  public static Plan of(ReplaySpec spec, Plan plan) {
    return new Plan(
        spec,
        plan.topicId(),
        plan.compacted(),
        plan.topicPartitions(),
        plan.partitions(),
        plan.shards(),
        plan.records(),
        plan.bytes(),
        plan.readAmplification(),
        plan.targetStarts(),
        plan.expectedSeconds(),
        plan.notes(),
        plan.hash(),
        plan.archive(),
        plan.reads(),
        plan.targetTopic());
  }

  /** A plan as {@link #plan(int, Throttle)} with one shard, but with other counts. */
  public static Plan plan(long records, int readAmplification) {
    var small = plan(1, Throttle.NONE);
    return new Plan(
        small.spec(),
        small.topicId(),
        small.compacted(),
        small.topicPartitions(),
        small.partitions(),
        small.shards(),
        records,
        small.bytes(),
        readAmplification,
        small.targetStarts(),
        small.expectedSeconds(),
        small.notes(),
        small.hash(),
        null,
        null,
        null);
  }

  /** The replay {@link #ID} of {@code plan}, after its creation and {@code events}. */
  public static Replay replay(Plan plan, ReplayEvent... events) {
    var table = ReplayTable.EMPTY.after(ID, new ReplayEvent.Created(plan), NOON);
    for (var event : events) {
      table = table.after(ID, event, NOON);
    }
    return Objects.requireNonNull(table.replay(ID));
  }

  /** The account of replay {@link #ID} with one shard, which has completed, after three events. */
  public static ReplayAccount account() {
    return new ReplayAccount(
        3,
        "COMPLETED",
        null,
        1,
        Throttle.NONE,
        NOON,
        NOON,
        NOON,
        1,
        1,
        100,
        new ShardCounts(100, 0, 0, 0, 0, 0, 1_000),
        true,
        "d1",
        List.of(
            new PartitionAccount(
                0,
                new OffsetRange(1_000, 1_100),
                0,
                100,
                0,
                0,
                0,
                0,
                true,
                Map.of(0, "a transaction may hang"))),
        List.of(0),
        List.of(new DecidedCommand("c-1", "ada", "Created")));
  }

  /**
   * A progress record of shard {@code index} of {@link #ID} that has passed {@code done} offsets.
   */
  public static ShardProgress progress(int index, ShardState state, int done) {
    return progress(index, state, new ShardCounts(done, 0, 0, 0, 0, 0, 10L * done));
  }

  public static ShardProgress progress(int index, ShardState state, ShardCounts counts) {
    return new ShardProgress(
        new ShardKey(ID, index),
        index,
        state,
        1_000 + counts.accounted(),
        1,
        1,
        "w1",
        counts,
        HoleList.NONE,
        OffsetDigest.State.EMPTY,
        NOON,
        state == ShardState.FAILED ? "out of range" : null,
        null);
  }
}
