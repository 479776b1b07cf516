package io.reprise.replay.operate;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.reprise.replay.checkpoint.ShardProgress;
import io.reprise.replay.checkpoint.ShardState;
import io.reprise.replay.checkpoint.ShardWait;
import io.reprise.replay.plan.ShardPlan;
import io.reprise.replay.state.Replay;
import io.reprise.replay.state.ReplayState;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What one shard waits for, as the HTTP API and the CLI show it.
 *
 * @param shard the shard's index
 * @param since when the wait began
 * @param attempt how many attempts to run the shard have failed in a row; null if none has failed
 * @param error the error of the last failed attempt; null if no attempt has failed
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ShardWaitView(
    int shard, Reason reason, Instant since, @Nullable Integer attempt, @Nullable String error) {

  /** The reasons why a shard waits, ordered from the most serious to the least. */
  public enum Reason {
    /**
     * The shard waits for a worker that can run it. Every worker that has tried to run it has
     * failed.
     */
    WORKER,
    /**
     * A transaction of the shard's slot may hang in a partition that could not be checked. The
     * shard waits until that partition can be checked.
     */
    CHECK,
    /**
     * The last attempt to run the shard failed with an error that may go away by itself. The shard
     * waits for its next attempt.
     */
    RETRY,
    /**
     * The replay is being stopped, and the shard's worker has not recorded yet that the shard has
     * stopped.
     */
    STOP,
    /** The shard waits until the coordinator issues a share of the replay's rate limit to it. */
    RATE_SHARE,
    /** The shard waits for a worker to claim it. */
    CLAIM
  }

  /**
   * Returns what a shard waits for now. Empty in three cases: the shard is being delivered; the
   * shard is done or has failed; or the replay neither runs nor is being stopped.
   *
   * @param record the shard's newest progress record; null if the shard was never claimed
   */
  public static Optional<ShardWaitView> of(
      Replay replay, ShardPlan shard, @Nullable ShardProgress record) {
    int index = shard.index();
    if (replay.state() instanceof ReplayState.Stopping) {
      return record != null && record.state() == ShardState.CLAIMED
          ? Optional.of(new ShardWaitView(index, Reason.STOP, record.at(), null, null))
          : Optional.empty();
    }
    if (!replay.state().delivers()) {
      return Optional.empty();
    }
    if (record == null || mustBeClaimed(replay, record)) {
      return Optional.of(
          new ShardWaitView(index, Reason.CLAIM, claimableSince(replay, record), null, null));
    }
    return Optional.ofNullable(record.waiting())
        .map(wait -> failed(index, wait))
        .or(() -> ofRate(replay, index, record));
  }

  private static boolean mustBeClaimed(Replay replay, ShardProgress record) {
    boolean earlier = record.attempt() < replay.attempt();
    return record.state() == ShardState.STOPPED && (earlier || record.waiting() == null)
        || record.state() == ShardState.FAILED && earlier;
  }

  private static Instant claimableSince(Replay replay, @Nullable ShardProgress record) {
    var running = replay.runningSince() == null ? replay.createdAt() : replay.runningSince();
    return record != null && record.at().isAfter(running) ? record.at() : running;
  }

  private static ShardWaitView failed(int shard, ShardWait wait) {
    var reason =
        switch (wait.reason()) {
          case WORKER -> Reason.WORKER;
          case CHECK -> Reason.CHECK;
          case RETRY -> Reason.RETRY;
        };
    return new ShardWaitView(shard, reason, wait.since(), wait.attempt(), wait.error());
  }

  private static Optional<ShardWaitView> ofRate(Replay replay, int shard, ShardProgress record) {
    return record.state() == ShardState.CLAIMED && replay.shareOf(shard) == null
        ? Optional.of(new ShardWaitView(shard, Reason.RATE_SHARE, record.at(), null, null))
        : Optional.empty();
  }

  /** Returns what each waiting shard of a replay waits for, ordered by shard index. */
  static Stream<ShardWaitView> all(Replay replay, Map<Integer, ShardProgress> progress) {
    return replay.plan().shards().stream()
        .flatMap(shard -> of(replay, shard, progress.get(shard.index())).stream());
  }
}
