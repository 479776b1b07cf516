package io.reprise.replay.deliver;

import io.reprise.replay.journal.ReplayCopy;
import io.reprise.replay.spec.Throttle;
import io.reprise.replay.state.Replay;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Tells what a shard may do next; asked before every slice (steps D1 and P2 of docs/protocol.md).
 */
final class DeliveryCheck {
  /** A copy of the replays that was complete longer ago than this may lack a pause. */
  static final Duration OLDEST_CONTROL = Duration.ofSeconds(2);

  /** What the shard may do next. */
  sealed interface Answer {
    /** Deliver the next slice, within this share of the rate limit. */
    record Deliver(Throttle share) implements Answer {}

    /** Deliver nothing now and ask again. */
    record Wait(ShardDelivery.WaitCause cause) implements Answer {}

    /** The replay no longer runs this attempt: record STOPPED. */
    record Stop() implements Answer {}

    /** The slot is lost or the worker shuts down: write nothing. */
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

  /** What a replay, in its present state, allows a shard that was claimed under an attempt. */
  static Answer answer(@Nullable Replay now, int attempt, int shard) {
    if (now == null || !now.state().delivers() || now.attempt() != attempt) {
      return new Answer.Stop();
    }
    var share = now.shareOf(shard);
    return share == null
        ? new Answer.Wait(ShardDelivery.WaitCause.RATE_SHARE)
        : new Answer.Deliver(share);
  }
}
