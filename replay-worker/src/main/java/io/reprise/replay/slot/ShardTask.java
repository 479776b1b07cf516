package io.reprise.replay.slot;

import io.reprise.replay.checkpoint.ShardKey;
import io.reprise.replay.checkpoint.ShardProgress;
import io.reprise.replay.checkpoint.ShardState;
import io.reprise.replay.plan.ShardPlan;
import io.reprise.replay.state.Replay;
import io.reprise.replay.state.ReplayTable;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What there is to do for a shard of a held slot (S1). Pure.
 *
 * @param replay its replay
 * @param shard its part of the plan
 * @param last its newest record; null if it was never claimed
 * @param kind what to do
 */
public record ShardTask(Replay replay, ShardPlan shard, @Nullable ShardProgress last, Kind kind) {

  /** What may be done for a shard. */
  public enum Kind {
    /**
     * Its record says CLAIMED though its replay is stopping, or has stopped meanwhile: say STOPPED,
     * deliver nothing.
     */
    STOP,
    /** A predecessor left it CLAIMED under a running replay. */
    TAKE_OVER,
    /** It waits for its turn. */
    BEGIN
  }

  /** The most urgent task among the shards of one slot, or nothing. */
  public static Optional<ShardTask> next(
      List<ShardKey> shards,
      ReplayTable book,
      Function<ShardKey, @Nullable ShardProgress> progress) {
    return shards.stream()
        .flatMap(key -> task(key, book, progress.apply(key)).stream())
        .min(java.util.Comparator.comparing(ShardTask::kind));
  }

  private static Optional<ShardTask> task(
      ShardKey key, ReplayTable book, @Nullable ShardProgress last) {
    var replay = book.replay(key.replay());
    if (replay == null) {
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
