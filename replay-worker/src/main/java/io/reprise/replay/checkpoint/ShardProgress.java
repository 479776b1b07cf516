package io.reprise.replay.checkpoint;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.reprise.replay.plan.ShardPlan;
import io.reprise.store.digest.OffsetDigest;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One record of {@code reprise.progress}: the truth about a shard.
 *
 * @param shard which
 * @param slot the slot it sits in; the partition of this record
 * @param state what may be happening to it
 * @param nextOffset the first source offset not accounted for
 * @param leaseEpoch how often it was claimed; a record with a lower one is from a predecessor
 * @param attempt the replay's attempt it was last run under, from 1
 * @param worker who wrote this, for people
 * @param counts what became of the offsets below {@code nextOffset}
 * @param holes the offsets among them without a record
 * @param digest of what was delivered
 * @param at the worker's clock, for people
 * @param cause why it failed; null unless FAILED
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ShardProgress(
    ShardKey shard,
    int slot,
    ShardState state,
    long nextOffset,
    long leaseEpoch,
    int attempt,
    String worker,
    ShardCounts counts,
    HoleList holes,
    OffsetDigest.State digest,
    Instant at,
    @Nullable String cause) {

  /** The record of a shard that is claimed for the first time. */
  public static ShardProgress first(
      ShardKey shard, int slot, ShardPlan plan, int attempt, String worker, Instant at) {
    return new ShardProgress(
        shard,
        slot,
        ShardState.CLAIMED,
        plan.range().from(),
        1,
        attempt,
        worker,
        ShardCounts.NONE,
        HoleList.NONE,
        OffsetDigest.State.EMPTY,
        at,
        null);
  }

  /** The record of the next claim: same progress, next lease. */
  public ShardProgress claimedBy(String newWorker, int newAttempt, Instant now) {
    return new ShardProgress(
        shard,
        slot,
        ShardState.CLAIMED,
        nextOffset,
        leaseEpoch + 1,
        newAttempt,
        newWorker,
        counts,
        holes,
        digest,
        now,
        null);
  }

  /** The same lease further on. */
  public ShardProgress advanced(
      long offset,
      ShardCounts newCounts,
      HoleList newHoles,
      OffsetDigest.State state,
      Instant now) {
    return new ShardProgress(
        shard,
        slot,
        this.state,
        offset,
        leaseEpoch,
        attempt,
        worker,
        newCounts,
        newHoles,
        state,
        now,
        null);
  }

  /** The same progress in another state. */
  public ShardProgress in(ShardState newState, Instant now) {
    return new ShardProgress(
        shard,
        slot,
        newState,
        nextOffset,
        leaseEpoch,
        attempt,
        worker,
        counts,
        holes,
        digest,
        now,
        null);
  }

  /** The same progress, failed. */
  public ShardProgress failed(String why, Instant now) {
    return new ShardProgress(
        shard,
        slot,
        ShardState.FAILED,
        nextOffset,
        leaseEpoch,
        attempt,
        worker,
        counts,
        holes,
        digest,
        now,
        why);
  }
}
