package io.reprise.replay.slot;

import io.reprise.replay.checkpoint.ShardKey;
import io.reprise.replay.checkpoint.ShardProgress;
import io.reprise.replay.checkpoint.ShardState;
import io.reprise.replay.deliver.ShardLogFields;
import io.reprise.replay.plan.ShardPlan;
import io.reprise.replay.state.Replay;
import io.reprise.replay.state.ReplayTable;
import io.reprise.runtime.log.LogFields;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The next step that a slot runner takes for a shard of an owned slot (step S1 of
 * docs/protocol.md).
 *
 * @param replay the shard's replay
 * @param shard the shard as the plan defines it
 * @param last the shard's newest progress record; null if the shard was never claimed
 * @param kind the step to take: record a stop, take over, or begin
 */
public record ShardTask(Replay replay, ShardPlan shard, @Nullable ShardProgress last, Kind kind) {

  /** The kinds of tasks, ordered from the most urgent to the least. */
  public enum Kind {
    /**
     * The shard is CLAIMED although its replay is stopping or stopped: the runner records STOPPED
     * and delivers nothing.
     */
    STOP,
    /**
     * A former owner left the shard CLAIMED and its replay is running: the runner claims the shard
     * and continues.
     */
    TAKE_OVER,
    /** The shard is not claimed: the runner claims and delivers it. */
    BEGIN
  }

  /** Adds this shard's fields to the log lines of the current thread; the caller closes them. */
  LogFields logFields() {
    return ShardLogFields.of(key(), replay.plan(), shard);
  }

  /**
   * Returns the most urgent task among the shards of one slot; empty if there is none.
   *
   * @param progress returns the newest progress record of a shard, or null if there is none
   * @param permitted returns whether a task may be carried out now
   */
  public static Optional<ShardTask> next(
      List<ShardKey> shards,
      ReplayTable book,
      Function<ShardKey, @Nullable ShardProgress> progress,
      Predicate<ShardTask> permitted) {
    return shards.stream()
        .flatMap(key -> task(key, book, progress.apply(key)).stream())
        .filter(permitted)
        .min(java.util.Comparator.comparing(ShardTask::kind));
  }

  private static Optional<ShardTask> task(
      ShardKey key, ReplayTable book, @Nullable ShardProgress last) {
    var replay = book.replay(key.replay());
    if (replay == null || replay.isExpired()) {
      return Optional.empty();
    }
    var kind = kind(replay, last);
    return kind == null
        ? Optional.empty()
        : Optional.of(new ShardTask(replay, replay.plan().shards().get(key.index()), last, kind));
  }

  private static @Nullable Kind kind(Replay replay, @Nullable ShardProgress last) {
    var state = last == null ? ShardState.STOPPED : last.state();
    if (!replay.state().delivers()) {
      return state == ShardState.CLAIMED ? Kind.STOP : null;
    }
    return switch (state) {
      case CLAIMED -> Kind.TAKE_OVER;
      case STOPPED -> Kind.BEGIN;
      case FAILED -> last != null && last.attempt() < replay.attempt() ? Kind.BEGIN : null;
      case DONE -> null;
    };
  }

  public ShardKey key() {
    return new ShardKey(replay.id(), shard.index());
  }
}
