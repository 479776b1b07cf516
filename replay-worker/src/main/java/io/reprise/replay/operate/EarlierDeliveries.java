package io.reprise.replay.operate;

import io.reprise.replay.checkpoint.ShardTotals;
import io.reprise.replay.journal.ProgressLog;
import io.reprise.replay.journal.ReplayLog;
import io.reprise.replay.plan.Plan;
import io.reprise.replay.plan.PlannedDelivery;
import io.reprise.replay.state.Replay;
import io.reprise.replay.state.ReplayTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.IntToLongFunction;

/**
 * Finds the replays that have delivered offsets of a plan into the plan's target before. Expired
 * replays are among them. Thread-safe.
 *
 * @param summaries returns the summary of a replay, by the table of all replays and the id. Called
 *     after this worker has read the progress records to the end that was current at the call
 */
record EarlierDeliveries(
    ReplayLog replays,
    ProgressLog progress,
    BiFunction<ReplayTable, String, ReplaySummary> summaries) {

  /** The largest number of replays that are named. */
  static final int LIMIT = 10;

  /**
   * Returns the newest 10 replays that have delivered offsets of {@code plan}, newest first. Empty
   * if the target of the plan is not a topic, because such a target keeps no records.
   *
   * @throws io.reprise.replay.journal.StaleControlException when Kafka cannot be read; a retry is
   *     safe
   */
  List<EarlierDelivery> of(Plan plan) {
    // The plan of a redrive knows what was delivered before, and leaves it out.
    if (plan.targetTopic() == null || plan.spec().redrive() != null) {
      return List.of();
    }
    var table = replays.catchUp();
    var ids = table.startedLike(PlannedDelivery.of(plan));
    if (ids.isEmpty()) {
      return List.of();
    }
    progress.catchUp();
    var found = new ArrayList<EarlierDelivery>();
    for (var id : ids) {
      if (found.size() == LIMIT) {
        break;
      }
      var summary = summaries.apply(table, id);
      long delivered = summary.counts().delivered();
      var replay = Objects.requireNonNull(table.replay(id));
      var partitions =
          DeliveredOffsets.partitions(plan, replay, delivered, () -> nextOffsets(progress, replay));
      if (!partitions.isEmpty()) {
        found.add(EarlierDelivery.of(replay, delivered, summary.startedBy(), partitions));
      }
    }
    return found;
  }

  /**
   * Returns a function that gives, for a shard index, the first offset that the shard has not
   * counted; {@link ShardTotals#NEVER_CLAIMED} if the shard was never claimed.
   */
  static IntToLongFunction nextOffsets(ProgressLog progress, Replay replay) {
    var totals = progress.totals(replay.id());
    if (totals.isPresent()) {
      return totals.get()::nextOffset;
    }
    var records = progress.of(replay.id());
    return shard -> {
      var record = records.get(shard);
      return record == null ? ShardTotals.NEVER_CLAIMED : record.nextOffset();
    };
  }
}
