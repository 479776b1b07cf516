package io.reprise.replay.deliver;

import io.reprise.replay.journal.ReplayCopy;
import io.reprise.replay.spec.Throttle;
import io.reprise.replay.state.Replay;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Decides before every slice whether a shard may deliver (steps D1 and P2 of docs/protocol.md). */
final class DeliveryCheck {
  /**
   * The greatest age of the worker's copy of {@code reprise.replays} with which a shard may
   * deliver. The age is the time since the worker last read the topic to its end. An older copy may
   * lack the event that pauses the replay.
   */
  static final Duration OLDEST_CONTROL = Duration.ofSeconds(2);

  /** The decision about the next slice of a shard. */
  sealed interface Answer {
    /**
     * The shard delivers the next slice, and no faster than {@code share}, which is its part of the
     * replay's rate limit.
     *
     * @param shards the number of shards that have a share; the number of all shards of the replay
     *     if no shares are issued
     */
    record Deliver(Throttle share, int shards) implements Answer {}

    /** The shard delivers nothing now, and the caller asks again later. */
    record Wait(ShardDelivery.WaitCause cause) implements Answer {}

    /**
     * The replay does not run, or it runs another attempt than the one under which the shard was
     * claimed. The shard delivers nothing, and its progress record becomes STOPPED.
     */
    record Stop() implements Answer {}

    /** The slot is lost or the worker shuts down: the shard writes nothing more. */
    record Abandon() implements Answer {}
  }

  private final ReplayCopy replays;
  private final String replay;
  private final int attempt;
  private final int shard;
  private final BooleanSupplier mayGoOn;

  DeliveryCheck(ReplayCopy replays, Replay replay, int shard, BooleanSupplier mayGoOn) {
    this.replays = replays;
    this.replay = replay.id();
    this.attempt = replay.attempt();
    this.shard = shard;
    this.mayGoOn = mayGoOn;
  }

  Answer ask() {
    if (!mayGoOn.getAsBoolean()) {
      return new Answer.Abandon();
    }
    if (replays.age().compareTo(OLDEST_CONTROL) > 0) {
      return new Answer.Wait(ShardDelivery.WaitCause.CONTROL_STATE);
    }
    return answer(replays.table().replay(replay), attempt, shard);
  }

  /**
   * Returns the decision for a shard, from the present state of its replay.
   *
   * @param now the replay as it is now; null if it no longer exists
   * @param attempt the attempt of the replay under which the shard was claimed
   */
  static Answer answer(@Nullable Replay now, int attempt, int shard) {
    if (now == null || !now.state().delivers() || now.attempt() != attempt) {
      return new Answer.Stop();
    }
    var share = now.shareOf(shard);
    return share == null
        ? new Answer.Wait(ShardDelivery.WaitCause.RATE_SHARE)
        : new Answer.Deliver(share, shards(now));
  }

  private static int shards(Replay now) {
    return Math.max(1, now.shares().isEmpty() ? now.plan().shards().size() : now.shares().size());
  }
}
