package io.reprise.replay.state;

import io.reprise.replay.plan.EarlierRedrive;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether a redrive may start. Its plan names the replays that have delivered offsets of
 * its range into its target. If a replay was started since that the plan does not name, the redrive
 * would deliver its records again. Of two redrives that are planned at the same moment, only one
 * starts. Has no side effects.
 */
public final class RedriveStarts {
  private RedriveStarts() {}

  /**
   * Returns the decision about a command, or its refusal if it would start such a redrive.
   *
   * @param table all replays
   * @param replay the replay of the command; null if there is none
   * @param decision what was decided from the state of the replay alone
   */
  public static CommandDecision check(
      ReplayTable table, @Nullable Replay replay, CommandDecision decision) {
    var unknown = replay != null && isStart(decision.event()) ? unknownReplay(table, replay) : null;
    return unknown == null
        ? decision
        : new CommandDecision.Refused(
            "replay %s was started after this plan was made, and delivers offsets of this plan into the same target: make a new plan"
                .formatted(unknown));
  }

  private static boolean isStart(ReplayEvent event) {
    return event instanceof ReplayEvent.Started
        || event instanceof ReplayEvent.StartRequested
        || event instanceof ReplayEvent.Approved;
  }

  private static @Nullable String unknownReplay(ReplayTable table, Replay replay) {
    var redrive = replay.plan().spec().redrive();
    if (redrive == null || redrive.again()) {
      return null;
    }
    var known =
        replay.plan().redriven().stream().map(EarlierRedrive::replay).collect(Collectors.toSet());
    return table.startedLike(replay.delivery()).stream()
        .filter(id -> !id.equals(replay.id()) && !known.contains(id))
        .findFirst()
        .orElse(null);
  }
}
