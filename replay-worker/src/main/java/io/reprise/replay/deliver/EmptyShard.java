package io.reprise.replay.deliver;

import io.reprise.replay.checkpoint.ShardProgress;
import io.reprise.replay.checkpoint.ShardState;
import io.reprise.replay.plan.Plan;
import io.reprise.replay.plan.ShardPlan;
import io.reprise.replay.select.RecordSelection;
import io.reprise.store.LogBatch;
import java.time.Instant;

/**
 * A shard that has no record to deliver, as the indexes of archived segments show. Immutable.
 *
 * @param plan the plan of the shard's replay
 * @param shard the shard as the plan describes it
 * @param batch what a reader of the whole range of the shard returns; it has no records
 */
public record EmptyShard(Plan plan, ShardPlan shard, LogBatch batch) {

  public EmptyShard {
    if (!batch.covered().equals(shard.range()) || !batch.records().isEmpty()) {
      throw new IllegalArgumentException(
          "an index answered for offsets %s, with %d records, and not for the shard's offsets %s"
              .formatted(batch.covered(), batch.records().size(), shard.range()));
    }
  }

  /**
   * Returns the progress record that says that the shard is DONE. It accounts for every offset of
   * the shard.
   *
   * @param claimed the progress record of the shard's first claim
   */
  public ShardProgress done(ShardProgress claimed, Instant now) {
    if (claimed.nextOffset() != shard.range().from()) {
      throw new IllegalArgumentException("shard " + claimed.shard() + " has been claimed before");
    }
    var tally = SliceTally.after(claimed, plan);
    var unread = RecordSelection.ofUnread(shard.bucket());
    batch.passed().forEach(run -> tally.passed(run, unread));
    tally.invisibleUpTo(shard.range().to());
    return tally.on(claimed, now).in(ShardState.DONE, now);
  }
}
