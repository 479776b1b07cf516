package io.reprise.replay.checkpoint;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.reprise.replay.plan.ShardPlan;
import io.reprise.store.digest.OffsetDigest;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A progress record: the durable state of one shard, stored in {@code reprise.progress}.
 *
 * @param shard the shard whose state this record stores
 * @param slot the slot in which the shard is placed, and also the number of the partition of {@code
 *     reprise.progress} that has this record
 * @param state whether the shard is claimed, stopped, done or failed
 * @param nextOffset the first source offset that the counts do not include
 * @param leaseEpoch how often the shard was claimed, including the claim under which this record
 *     was written
 * @param attempt the number of the replay's attempt under which the shard was claimed last, counted
 *     from 1
 * @param worker the worker that wrote this record. Shown in {@code replay describe}
 * @param counts how many of the shard's offsets below {@code nextOffset} had each outcome, such as
 *     delivered or filtered
 * @param holes the shard's offsets below {@code nextOffset} that have no record in the source
 * @param digest the digest of the delivered records
 * @param at the time at which the worker wrote this record. Shown in {@code replay describe}
 * @param cause why the shard failed; null unless FAILED
 * @param waiting why the shard waits for its next attempt; null if the last attempt to run the
 *     shard has not failed, and in records that older versions of Reprise wrote
 * @param written the digest of the delivered records as the target got them; null if it got them as
 *     they were read, or has got none
 * @param rate how fast the shard may deliver now; null unless the replay is adaptive and the shard
 *     is being delivered
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
    @Nullable ShardWait waiting,
    OffsetDigest.@Nullable State written,
    @Nullable ShardRate rate) {

  @JsonCreator
  public ShardProgress(
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
      @Nullable ShardWait waiting,
      OffsetDigest.@Nullable State written,
      @Nullable ShardRate rate) {
    this.shard = shard;
    this.slot = slot;
    this.state = state;
    this.nextOffset = nextOffset;
    this.leaseEpoch = leaseEpoch;
    this.attempt = attempt;
    this.worker = worker;
    this.counts = counts;
    this.holes = holes;
    this.digest = digest;
    this.at = at;
    this.cause = cause;
    this.waiting = waiting;
    this.written = written;
    this.rate = rate;
  }

  /** Creates the progress record of a shard whose records are delivered as they are read. */
  public ShardProgress(
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
    this(
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
        waiting,
        null,
        null);
  }

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

  /**
   * Returns the progress record of the next claim. It has the progress of this record, and a lease
   * epoch that is one higher.
   */
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
        newAttempt == attempt ? waiting : null,
        written,
        null);
  }

  /**
   * Returns the progress record that the next slice of this record's lease writes. It has the next
   * offset, the counts, the holes and the digest as they are after the slice.
   */
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
        null,
        written,
        null);
  }

  /**
   * Returns this progress record with the state {@code newState}, the time {@code now}, no cause
   * and no wait for another attempt.
   */
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
        null,
        written,
        null);
  }

  /** Returns this progress record with the state FAILED and the cause {@code why}. */
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
        null,
        written,
        null);
  }

  /**
   * Returns this progress record with {@code wait}, which says why the shard waits for its next
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
        wait,
        written,
        null);
  }

  /** Returns this progress record with the digest of what the target got. */
  public ShardProgress withWritten(OffsetDigest.@Nullable State digestOfWritten) {
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
        waiting,
        digestOfWritten,
        rate);
  }

  /** Returns this progress record with the present limit of an adaptive replay. */
  public ShardProgress withRate(@Nullable ShardRate limit) {
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
        waiting,
        written,
        limit);
  }
}
