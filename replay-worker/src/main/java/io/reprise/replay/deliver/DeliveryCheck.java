package io.reprise.replay.deliver;

import io.reprise.replay.journal.ReplayCopy;
import io.reprise.replay.spec.Throttle;
import io.reprise.replay.state.Replay;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** What a shard may do next, asked before every slice (D1, P2). Safe anywhere. */
final class DeliveryCheck {
  /** Control state older than this proves nothing. */
  static final Duration OLDEST_CONTROL = Duration.ofSeconds(2);

  /** The answer. */
  sealed interface Answer {
    /** Deliver, at this rate. */
    record Deliver(Throttle share) implements Answer {}

    /** Deliver nothing for now, and ask again. */
    record Wait() implements Answer {}

    /** The replay is no longer running this attempt: say STOPPED. */
    record Stop() implements Answer {}

    /** The slot is lost, or the worker shuts down: write nothing. */
    record Abandon() implements Answer {}
  }

  private final ReplayCopy replays;
  private final String replay;
  private final int attempt;
  private final int shard;
  private final BooleanSupplier held;

  DeliveryCheck(ReplayCopy replays, Replay replay, int shard, BooleanSupplier held) {
    this.replays = replays;
    this.replay = replay.id();
    this.attempt = replay.attempt();
    this.shard = shard;
    this.held = held;
  }

  Answer ask() {
    if (!held.getAsBoolean()) {
      return new Answer.Abandon();
    }
    if (replays.age().compareTo(OLDEST_CONTROL) > 0) {
      return new Answer.Wait();
    }
    return answer(replays.table().replay(replay), attempt, shard);
  }

  /** What the replay as it stands {@code now} lets a shard do that was claimed under an attempt. */
  static Answer answer(@Nullable Replay now, int attempt, int shard) {
    if (now == null || !now.state().delivers() || now.attempt() != attempt) {
      return new Answer.Stop();
    }
    var share = now.shareOf(shard);
    return share == null ? new Answer.Wait() : new Answer.Deliver(share);
  }
}
