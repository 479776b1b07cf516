package io.reprise.replay.checkpoint;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.reprise.replay.plan.ShardPlan;
import io.reprise.store.digest.OffsetDigest;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A progress record: the durable state of one shard, stored in {@code reprise.progress}.
 *
 * @param shard the shard
 * @param slot the slot that the shard is placed in; this record is in the partition of the same
 *     number
 * @param state whether the shard is claimed, stopped, done or failed
 * @param nextOffset the first source offset that the counts do not include
 * @param leaseEpoch how often the shard was claimed; a record with a lower lease epoch than the
 *     newest one is from a former owner
 * @param attempt the replay's attempt under which the shard ran last, from 1
 * @param worker the worker that wrote this record. Shown in {@code replay describe}
 * @param counts the outcomes of the offsets below {@code nextOffset}
 * @param holes the offsets below {@code nextOffset} without a record
 * @param digest the digest of the delivered records
 * @param at the time at which the worker wrote this record. Shown in {@code replay describe}
 * @param cause why the shard failed; null unless FAILED
 * @param waiting why the shard waits for its next attempt; null if the last attempt has not failed.
 *     Older records lack it
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
    @Nullable String cause,
    @Nullable ShardWait waiting) {

  /** Returns the progress record of a shard that is claimed for the first time. */
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
        null,
        null);
  }

  /** Returns the progress record of the next claim: the same progress with the next lease epoch. */
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
        null,
        newAttempt == attempt ? waiting : null);
  }

  /** Returns the progress record that follows this one after a slice, under the same lease. */
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
        null,
        null);
  }

  /** Returns the same progress with the state {@code newState}. */
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
        null,
        null);
  }

  /** Returns the same progress with the state FAILED and its cause. */
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
        why,
        null);
  }

  /**
   * Returns the same progress in the same state, with what the shard waits for after a failed
   * attempt.
   */
  public ShardProgress waitingFor(ShardWait wait) {
    return new ShardProgress(
        shard,
        slot,
        state,
        nextOffset,
        leaseEpoch,
        attempt,
        worker,
        counts,
        holes,
        digest,
        at,
        cause,
        wait);
  }
}
