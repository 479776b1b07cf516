package io.reprise.replay.journal;

import io.reprise.replay.checkpoint.Hole;
import io.reprise.replay.checkpoint.HoleList;
import io.reprise.replay.checkpoint.HoleReason;
import io.reprise.replay.checkpoint.ShardCounts;
import io.reprise.replay.checkpoint.ShardKey;
import io.reprise.replay.checkpoint.ShardProgress;
import io.reprise.replay.checkpoint.ShardState;
import io.reprise.replay.plan.ArchivePart;
import io.reprise.replay.plan.Plan;
import io.reprise.replay.plan.PlannedPartition;
import io.reprise.replay.plan.ShardPlan;
import io.reprise.replay.spec.Filter;
import io.reprise.replay.spec.OnError;
import io.reprise.replay.spec.OnMissingOffsets;
import io.reprise.replay.spec.Ordering;
import io.reprise.replay.spec.RangeBound;
import io.reprise.replay.spec.ReplaySpec;
import io.reprise.replay.spec.SourceRange;
import io.reprise.replay.spec.Throttle;
import io.reprise.replay.state.ReplayCommand;
import io.reprise.replay.state.ReplayEvent;
import io.reprise.store.OffsetRange;
import io.reprise.store.digest.OffsetDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** What the records in {@code written-by-0.1} say, as values, in the order of the files. */
final class OlderControlRecords {
  static final Instant AT = Instant.parse("2026-11-29T10:00:00.123456Z");

  /** The partitions that the header of every event and progress record names. */
  static final Set<TopicPartition> WRITTEN =
      Set.of(new TopicPartition("orders-copy", 11), new TopicPartition("reprise.slots", 3));

  private static final String SUFFIX = "-0000-7000-8000-00000000000";
  static final String LONG_HISTORY = "01970000" + SUFFIX + "1";
  static final String CANCELLED = "01970001" + SUFFIX + "2";
  static final String WITH_PARKED = "01970002" + SUFFIX + "3";
  static final String PLANNED = "01970003" + SUFFIX + "4";
  static final String FAILING = "01970004" + SUFFIX + "5";
  static final String PAUSED = "01970005" + SUFFIX + "6";
  static final String FAILED = "01970006" + SUFFIX + "7";

  static final Plan FULL_PLAN =
      plan(
          new ReplaySpec(
              "nightly – Ü",
              "ticket 7: \"lost\"\norders",
              new SourceRange(
                  "orders",
                  List.of(0, 2),
                  new RangeBound.AtOffsets(Map.of(0, 100L, 2, 7L)),
                  new RangeBound.AtTime(Instant.parse("2026-11-29T09:59:59.5Z")),
                  OnMissingOffsets.RECORD),
              new Filter(
                  List.of("user-1", "user-2"), List.of("order.placed"), Map.of("region", "eu")),
              "copy",
              Ordering.KEY,
              new Throttle(5_000L, 1_000_000L),
              OnError.SKIP),
          Map.of(0, 5L, 1, 0L),
          new ArchivePart(300, 9_000, 4_000));

  static final Plan SMALL_PLAN =
      plan(
          new ReplaySpec(
              null,
              "test",
              new SourceRange(
                  "orders", null, new RangeBound.AtOffset(3), new RangeBound.Latest(), null),
              null,
              "discard",
              Ordering.UNORDERED,
              null,
              null),
          Map.of(),
          null);

  static final Plan WHOLE_TOPIC =
      plan(
          new ReplaySpec(
              "all",
              "test",
              new SourceRange("orders", null, null, null, null),
              null,
              "copy",
              null,
              null,
              OnError.STOP),
          Map.of(0, 9L),
          null);

  private OlderControlRecords() {}

  private static Plan plan(
      ReplaySpec spec, Map<Integer, Long> starts, @Nullable ArchivePart archive) {
    return new Plan(
        spec,
        "Zr1xk3VfQ2aTq0N9c1WbLg",
        archive != null,
        4,
        List.of(
            new PlannedPartition(0, new OffsetRange(100, 600), 3, 10_000),
            new PlannedPartition(2, new OffsetRange(7, 7), 0, 0)),
        List.of(
            new ShardPlan(0, 0, new OffsetRange(100, 600), 0, 2),
            new ShardPlan(1, 0, new OffsetRange(100, 600), 1, 2)),
        500,
        10_000,
        2,
        starts,
        12,
        List.of("a note", "another"),
        "0123456789abcdef0123456789abcdef",
        archive,
        null,
        null);
  }

  static List<CommandRecord> commands() {
    var commands =
        List.of(
            new ReplayCommand.Create(FULL_PLAN),
            new ReplayCommand.Create(SMALL_PLAN),
            new ReplayCommand.Create(WHOLE_TOPIC),
            new ReplayCommand.Start("0123456789abcdef0123456789abcdef"),
            new ReplayCommand.Pause(),
            new ReplayCommand.Resume(),
            new ReplayCommand.Cancel(),
            new ReplayCommand.Retry(),
            new ReplayCommand.ChangeRate(new Throttle(null, 1_000L)),
            new ReplayCommand.ChangeRate(new Throttle(9_007_199_254_740_993L, null)),
            new ReplayCommand.ChangeRate(Throttle.NONE));
    var all = new ArrayList<CommandRecord>();
    for (int i = 0; i < commands.size(); i++) {
      all.add(new CommandRecord("c-" + i, LONG_HISTORY, "ada", AT, commands.get(i)));
    }
    return all;
  }

  static List<EventRecord> events() {
    var all = new ArrayList<EventRecord>();
    add(
        all,
        LONG_HISTORY,
        new ReplayEvent.Created(FULL_PLAN),
        new ReplayEvent.Started(),
        new ReplayEvent.RateChanged(new Throttle(70L, null)),
        new ReplayEvent.SharesIssued(
            Map.of(0, new Throttle(30L, null), 1, new Throttle(40L, 1_000L))),
        new ReplayEvent.PauseRequested(),
        new ReplayEvent.Stopped(),
        new ReplayEvent.Resumed(),
        new ReplayEvent.FailureObserved("shard 1: gone"),
        new ReplayEvent.Stopped(),
        new ReplayEvent.Retried(),
        new ReplayEvent.CommandRefused("replay is RUNNING: pause it first"),
        new ReplayEvent.SharesIssued(Map.of()),
        new ReplayEvent.Completed(false));
    add(
        all,
        CANCELLED,
        new ReplayEvent.Created(SMALL_PLAN),
        new ReplayEvent.Started(),
        new ReplayEvent.CancelRequested(),
        new ReplayEvent.Stopped());
    add(
        all,
        WITH_PARKED,
        new ReplayEvent.Created(SMALL_PLAN),
        new ReplayEvent.Started(),
        new ReplayEvent.RateChanged(Throttle.NONE),
        new ReplayEvent.Completed(true));
    add(all, PLANNED, new ReplayEvent.Created(WHOLE_TOPIC));
    add(
        all,
        FAILING,
        new ReplayEvent.Created(SMALL_PLAN),
        new ReplayEvent.Started(),
        new ReplayEvent.FailureObserved("shard 0: out of range"));
    add(
        all,
        PAUSED,
        new ReplayEvent.Created(SMALL_PLAN),
        new ReplayEvent.Started(),
        new ReplayEvent.PauseRequested(),
        new ReplayEvent.Stopped());
    add(
        all,
        FAILED,
        new ReplayEvent.Created(SMALL_PLAN),
        new ReplayEvent.Started(),
        new ReplayEvent.PauseRequested(),
        new ReplayEvent.FailureObserved("shard 0: gone"),
        new ReplayEvent.Stopped());
    return all;
  }

  private static void add(List<EventRecord> all, String replay, ReplayEvent... events) {
    for (int seq = 0; seq < events.length; seq++) {
      boolean commanded = seq % 2 == 0;
      all.add(
          new EventRecord(
              replay,
              seq,
              AT.plusSeconds(seq),
              commanded ? "ada" : "coordinator",
              commanded ? "c-" + seq : null,
              events[seq]));
    }
  }

  static List<SlotRecord> slots() {
    return List.of(
        new SlotRecord(new ShardKey(LONG_HISTORY, 0), 17),
        new SlotRecord(new ShardKey(LONG_HISTORY, 1), 3));
  }

  static List<ShardProgress> progress() {
    var holes =
        new HoleList(
            List.of(
                new Hole(new OffsetRange(110, 112), HoleReason.TRANSACTION),
                new Hole(new OffsetRange(120, 121), HoleReason.COMPACTION_OR_TRANSACTION),
                new Hole(new OffsetRange(100, 103), HoleReason.TRIMMED)),
            Map.of(
                HoleReason.TRANSACTION,
                2L,
                HoleReason.COMPACTION_OR_TRANSACTION,
                1L,
                HoleReason.TRIMMED,
                3L));
    var digest = new OffsetDigest.State("ab".repeat(32), "00000000000005dccafebabe");
    var some = new ShardCounts(10, 1, 2, 3, 4, 6, 640);
    return List.of(
        progress(0, ShardState.CLAIMED, 100, ShardCounts.NONE, HoleList.NONE, null),
        progress(0, ShardState.CLAIMED, 126, some, holes, null),
        progress(0, ShardState.STOPPED, 126, some, holes, null),
        progress(1, ShardState.FAILED, 126, some, holes, "record at 126: too large"),
        new ShardProgress(
            new ShardKey(CANCELLED, 1),
            3,
            ShardState.DONE,
            600,
            9,
            2,
            "worker-ü",
            new ShardCounts(494, 0, 0, 0, 0, 6, 9_007_199_254_740_993L),
            holes,
            digest,
            AT,
            null,
            null));
  }

  private static ShardProgress progress(
      int index,
      ShardState state,
      long next,
      ShardCounts counts,
      HoleList holes,
      @Nullable String cause) {
    return new ShardProgress(
        new ShardKey(LONG_HISTORY, index),
        17,
        state,
        next,
        4,
        1,
        "w1",
        counts,
        holes,
        new OffsetDigest.State("cd".repeat(32), ""),
        AT,
        cause,
        null);
  }
}
