package io.reprise.replay.simulation;

import io.reprise.replay.journal.CommandRecord;
import io.reprise.replay.simulation.Scenario.Temper;
import io.reprise.replay.spec.Throttle;
import io.reprise.replay.state.Replay;
import io.reprise.replay.state.ReplayCommand;
import io.reprise.replay.state.ReplayState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Creates and starts the replays, sends commands that disturb them, and brings them to their end.
 */
final class Operator extends Party {
  private static final long REST_MILLIS = 120;
  private static final long PATIENCE_MILLIS = 1_500;

  /** A rate whose event the replay log refuses as too large. */
  static final Throttle POISON = new Throttle(Long.MAX_VALUE, null);

  private final List<String> replays = new ArrayList<>();
  private final long[] sentAt;
  private int sent;
  private int retriesForNothing;
  private boolean meddles;

  Operator(World world) {
    super(world, "operator");
    for (int i = 0; i < world.scenario().replays(); i++) {
      replays.add("replay-" + i);
    }
    sentAt = new long[replays.size()];
    java.util.Arrays.fill(sentAt, -PATIENCE_MILLIS);
    look();
  }

  /** Chooses whether the operator disturbs replays or only helps them to end. */
  void meddle(boolean now) {
    meddles = now;
  }

  /** Whether every replay was started. */
  boolean hasStarted() {
    return replays.stream()
        .map(id -> world().audit().book().replay(id))
        .allMatch(replay -> replay != null && replay.startedAt() != null);
  }

  private void look() {
    for (int i = 0; i < replays.size(); i++) {
      var replay = world().audit().book().replay(replays.get(i));
      boolean rested = now() - sentAt[i] >= REST_MILLIS;
      var command = meddles && rested && replay != null ? meddle(replay) : null;
      if (command != null) {
        send(i, command);
      } else if (now() - sentAt[i] >= PATIENCE_MILLIS) {
        advance(i, replay);
      }
    }
    after(world().timeline().between(30, isRestless() ? 200 : 400), this::look);
  }

  /** Sends the command that brings a replay nearer to its end. */
  private void advance(int index, Replay replay) {
    if (replay == null) {
      send(index, new ReplayCommand.Create(world().scenario().plan()));
    } else if (replay.state() instanceof ReplayState.Planned) {
      send(index, new ReplayCommand.Start(replay.plan().hash()));
    } else if (replay.state() instanceof ReplayState.Paused) {
      send(index, new ReplayCommand.Resume());
    } else if (replay.state() instanceof ReplayState.Failed
        && !replay.isExpired()
        && !isLost(replay)
        && (!hasFailedForGood(replay.id()) || retriesForNothing++ < 1)) {
      send(index, new ReplayCommand.Retry());
    }
  }

  /**
   * Whether the operator no longer retries a failed replay: its target topic was created again, and
   * a retry since the start of the replay has failed.
   */
  private boolean isLost(Replay replay) {
    return world().broker().hasRecreatedTarget() && replay.attempt() > 1;
  }

  private ReplayCommand meddle(Replay replay) {
    var timeline = world().timeline();
    if (replay.state() instanceof ReplayState.Running) {
      return switch (timeline.below(isRestless() ? 12 : 40)) {
        case 0, 1, 2, 3, 4, 5 -> new ReplayCommand.Pause();
        case 6 -> new ReplayCommand.ChangeRate(timeline.chance(0.03) ? POISON : rate());
        case 7 -> timeline.chance(0.1) ? new ReplayCommand.Cancel() : null;
        default -> null;
      };
    }
    if (replay.state() instanceof ReplayState.Paused) {
      return timeline.chance(0.4) ? new ReplayCommand.Resume() : null;
    }
    return timeline.chance(0.005) ? new ReplayCommand.Cancel() : null;
  }

  private boolean isRestless() {
    return meddles && world().scenario().temper() != Temper.NOTHING;
  }

  private Throttle rate() {
    var timeline = world().timeline();
    return timeline.chance(0.5) ? Throttle.NONE : world().scenario().someRate(timeline);
  }

  private void send(int index, ReplayCommand command) {
    sentAt[index] = now();
    var record =
        new CommandRecord(
            "c-" + sent++, replays.get(index), "ada", Instant.EPOCH.plusMillis(now()), command);
    tell(() -> world().broker().commands.append(record.replay(), record, null), () -> {}, e -> {});
  }

  /** Whether a retry of a failed replay fails again, because a shard can never be delivered. */
  private boolean hasFailedForGood(String replay) {
    return world().broker().isSickForEver() || world().broker().hasNote(replay);
  }

  /** Whether every replay has ended and every command was decided. */
  boolean isSatisfied() {
    for (var id : replays) {
      var replay = world().audit().book().replay(id);
      if (replay == null
          || !replay.state().isFinal()
          || replay.state() instanceof ReplayState.Failed
              && !replay.isExpired()
              && !isLost(replay)
              && !hasFailedForGood(id)) {
        return false;
      }
    }
    for (var entry : world().broker().commands.read(0)) {
      if (!world().audit().isDecided(((CommandRecord) entry.value()).id())) {
        return false;
      }
    }
    return true;
  }
}
