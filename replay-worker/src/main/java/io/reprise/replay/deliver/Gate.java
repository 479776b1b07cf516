package io.reprise.replay.deliver;

import io.reprise.replay.journal.ReplayLog;
import io.reprise.replay.spec.Throttle;
import io.reprise.replay.state.Replay;
import io.reprise.replay.state.ShardProgressDecider;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** What a shard may do next, asked before every slice (D1, P2). Safe anywhere. */
final class Gate {
  /** Control state older than this proves nothing. */
  static final Duration OLDEST_CONTROL = Duration.ofSeconds(2);

  /** The answer. */
  sealed interface Pass {
    /** Deliver, at this rate. */
    record Go(Throttle share) implements Pass {}

    /** Deliver nothing for now, and ask again. */
    record Wait() implements Pass {}

    /** The replay is no longer running this attempt: say STOPPED. */
    record Stop() implements Pass {}

    /** The slot is lost, or the worker shuts down: write nothing. */
    record Abandon() implements Pass {}
  }

  private final ReplayLog replays;
  private final String replay;
  private final int attempt;
  private final int shard;
  private final BooleanSupplier held;

  Gate(ReplayLog replays, Replay replay, int shard, BooleanSupplier held) {
    this.replays = replays;
    this.replay = replay.id();
    this.attempt = replay.attempt();
    this.shard = shard;
    this.held = held;
  }

  Pass ask() {
    if (!held.getAsBoolean()) {
      return new Pass.Abandon();
    }
    if (replays.age().compareTo(OLDEST_CONTROL) > 0) {
      return new Pass.Wait();
    }
    return pass(replays.book().replay(replay), attempt, shard);
  }

  /** What the replay as it stands {@code now} lets a shard do that was claimed under an attempt. */
  static Pass pass(@Nullable Replay now, int attempt, int shard) {
    if (now == null || !now.state().delivers() || now.attempt() != attempt) {
      return new Pass.Stop();
    }
    var share = ShardProgressDecider.shareOf(now, shard);
    return share == null ? new Pass.Wait() : new Pass.Go(share);
  }
}
