package io.reprise.replay.receipt;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.reprise.replay.checkpoint.HoleList;
import io.reprise.replay.checkpoint.ShardCounts;
import io.reprise.replay.checkpoint.ShardProgress;
import io.reprise.replay.plan.ShardPlan;
import io.reprise.store.digest.OffsetDigest;
import org.jspecify.annotations.Nullable;

/**
 * The receipt of one shard.
 *
 * @param shard the shard as the plan defines it
 * @param state state of the shard; ABSENT if it was never claimed
 * @param nextOffset the first offset of the shard that is not yet accounted for
 * @param balanced whether the counts add up to the number of the shard's offsets below {@code
 *     nextOffset}
 * @param digest digest of the delivered records as they were read, see {@link OffsetDigest}
 * @param written digest of the delivered records as the target got them; null if it got them as
 *     they were read, or has got none
 * @param doubt what is in doubt about the shard's last transaction, and what the operator can do;
 *     null if nothing is in doubt
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ShardReceipt(
    ShardPlan shard,
    String state,
    long nextOffset,
    long leaseEpoch,
    ShardCounts counts,
    HoleList holes,
    boolean balanced,
    String digest,
    @Nullable String written,
    @Nullable String doubt) {

  static ShardReceipt of(ShardPlan shard, @Nullable ShardProgress record, @Nullable String doubt) {
    if (record == null) {
      var nothing = new OffsetDigest(OffsetDigest.State.EMPTY).value();
      return new ShardReceipt(
          shard,
          "ABSENT",
          shard.range().from(),
          0,
          ShardCounts.NONE,
          HoleList.NONE,
          true,
          nothing,
          null,
          doubt);
    }
    long covered = record.nextOffset() - shard.range().from();
    return new ShardReceipt(
        shard,
        record.state().name(),
        record.nextOffset(),
        record.leaseEpoch(),
        record.counts(),
        record.holes(),
        record.counts().accounted() == covered,
        new OffsetDigest(record.digest()).value(),
        written(record.written()),
        doubt);
  }

  private static @Nullable String written(OffsetDigest.@Nullable State state) {
    return state == null ? null : new OffsetDigest(state).value();
  }
}
