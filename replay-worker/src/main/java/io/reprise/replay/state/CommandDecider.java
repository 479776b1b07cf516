package io.reprise.replay.state;

import io.reprise.replay.state.CommandDecision.Accepted;
import io.reprise.replay.state.CommandDecision.Refused;
import org.jspecify.annotations.Nullable;

/** Decides whether a command is legal in the present state of its replay. Has no side effects. */
public final class CommandDecider {
  private CommandDecider() {}

  /**
   * Decides one command.
   *
   * @param replay the replay with the id of the command; null when there is none
   * @param approvals decides what needs the approval of another person, for the sender of this
   *     command
   * @return the event to record, or a refusal whose reason says what the operator can do instead
   */
  public static CommandDecision decide(
      @Nullable Replay replay, ReplayCommand command, ApprovalDecider approvals) {
    if (command instanceof ReplayCommand.Create create) {
      return replay == null
          ? new Accepted(new ReplayEvent.Created(create.plan()))
          : new Refused("a replay with this id exists already");
    }
    if (replay == null) {
      return new Refused("no replay has this id");
    }
    if (replay.isExpired()) {
      return expired(replay);
    }
    if (command instanceof ReplayCommand.Start start) {
      var refusal = refusalOfStart(replay, start.planHash());
      return refusal == null ? approvals.start(replay) : refusal;
    }
    if (command instanceof ReplayCommand.RequestStart start) {
      var refusal = refusalOfStart(replay, start.planHash());
      return refusal == null ? approvals.requestStart(replay) : refusal;
    }
    if (command instanceof ReplayCommand.Approve approve) {
      return approvals.approve(replay, approve);
    }
    if (command instanceof ReplayCommand.RefuseApproval refusal) {
      return approvals.refuse(replay, refusal);
    }
    if (command instanceof ReplayCommand.ChangeRate change) {
      return replay.state().isFinal()
          ? refused(replay, "its rate can no longer change")
          : new Accepted(new ReplayEvent.RateChanged(change.throttle()));
    }
    return decideMove(replay, command);
  }

  /** Returns the refusal of every command about a replay that has expired. */
  public static Refused expired(Replay replay) {
    return new Refused(
        "replay %s has expired: only its account is kept, and no command can change it; start a new replay instead"
            .formatted(replay.id()));
  }

  /** Returns why the replay cannot start, whoever wants to start it; null if it can. */
  private static @Nullable Refused refusalOfStart(Replay replay, String planHash) {
    if (!(replay.state() instanceof ReplayState.Planned)) {
      return refused(replay, "only a PLANNED replay can be started");
    }
    if (!replay.plan().hash().equals(planHash)) {
      return new Refused(
          "the plan has hash %s, not %s: read the plan again"
              .formatted(replay.plan().hash(), planHash));
    }
    return null;
  }

  private static CommandDecision decideMove(Replay replay, ReplayCommand command) {
    var state = replay.state();
    if (command instanceof ReplayCommand.Pause) {
      return state instanceof ReplayState.Running
          ? new Accepted(new ReplayEvent.PauseRequested())
          : refused(replay, "only a RUNNING replay can be paused");
    }
    if (command instanceof ReplayCommand.Resume) {
      return state instanceof ReplayState.Paused
          ? new Accepted(new ReplayEvent.Resumed())
          : refused(replay, "only a PAUSED replay can be resumed");
    }
    if (command instanceof ReplayCommand.Retry) {
      return state instanceof ReplayState.Failed
          ? new Accepted(new ReplayEvent.Retried())
          : refused(replay, "only a FAILED replay can be retried; start a new one instead");
    }
    return state.isFinal() || state instanceof ReplayState.Cancelling
        ? refused(replay, "there is nothing left to cancel")
        : new Accepted(new ReplayEvent.CancelRequested());
  }

  private static Refused refused(Replay replay, String why) {
    return new Refused("replay " + replay.id() + " is " + replay.state().name() + ": " + why);
  }
}
