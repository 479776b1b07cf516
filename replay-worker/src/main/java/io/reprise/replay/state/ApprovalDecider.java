package io.reprise.replay.state;

import io.reprise.replay.approve.ApprovalRules;
import io.reprise.replay.state.CommandDecision.Accepted;
import io.reprise.replay.state.CommandDecision.Refused;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether a replay may start, if some replays need the approval of another person. The
 * coordinator asks this class for every command, also for one that no HTTP request has caused. A
 * command that was written straight to the topic therefore cannot start a replay without approval.
 *
 * <p>Immutable and without side effects.
 *
 * @param rules says which replays need an approval
 * @param sender who sent the command to decide
 * @param now the present time, by the coordinator's clock
 */
public record ApprovalDecider(ApprovalRules rules, Operator sender, Instant now) {

  /** Decides the start of a PLANNED replay whose plan has the hash that the command names. */
  CommandDecision start(Replay replay) {
    return rules
        .reason(replay.plan())
        .<CommandDecision>map(
            reason ->
                new Refused(
                    "replay %s needs the approval of another person, because %s: request the approval, with `reprise replay start` for example"
                        .formatted(replay.id(), reason)))
        .orElseGet(() -> new Accepted(new ReplayEvent.Started()));
  }

  /**
   * Decides the request to start a PLANNED replay whose plan has the hash that the command names.
   * The replay starts at once if it needs no approval.
   */
  CommandDecision requestStart(Replay replay) {
    var reason = rules.reason(replay.plan());
    if (reason.isEmpty()) {
      return new Accepted(new ReplayEvent.Started());
    }
    if (!sender.authenticated()) {
      return unverified(replay, "the requester");
    }
    return new Accepted(
        new ReplayEvent.StartRequested(
            new ApprovalRequest(
                sender.name(),
                replay.plan().hash(),
                reason.get(),
                now,
                now.plus(rules.expireAfter()))));
  }

  /** Decides an approval of a replay. */
  CommandDecision approve(Replay replay, ReplayCommand.Approve command) {
    var request = waiting(replay);
    if (request == null) {
      return notWaiting(replay);
    }
    if (!request.planHash().equals(command.planHash())) {
      return otherPlan(request, command.planHash());
    }
    if (!sender.authenticated()) {
      return unverified(replay, "the approver");
    }
    if (sender.name().equals(request.by())) {
      return new Refused(
          "%s has requested replay %s and cannot approve it: another person must approve it"
              .formatted(request.by(), replay.id()));
    }
    if (request.isExpired(now)) {
      return new Refused(
          "the request to approve replay %s expired at %s: start a new replay"
              .formatted(replay.id(), request.expiresAt()));
    }
    return new Accepted(new ReplayEvent.Approved(sender.name(), request.planHash()));
  }

  /** Decides the refusal of an approval. The requester cannot refuse, but can cancel the replay. */
  CommandDecision refuse(Replay replay, ReplayCommand.RefuseApproval command) {
    var request = waiting(replay);
    if (request == null) {
      return notWaiting(replay);
    }
    if (!request.planHash().equals(command.planHash())) {
      return otherPlan(request, command.planHash());
    }
    if (!sender.authenticated()) {
      return unverified(replay, "the approver");
    }
    return sender.name().equals(request.by())
        ? new Refused(
            "%s has requested replay %s and cannot refuse it: cancel the replay instead"
                .formatted(request.by(), replay.id()))
        : new Accepted(new ReplayEvent.ApprovalRefused(sender.name(), command.comment()));
  }

  private static @Nullable ApprovalRequest waiting(Replay replay) {
    var approval = replay.approval();
    return approval == null || !(replay.state() instanceof ReplayState.AwaitingApproval)
        ? null
        : approval.request();
  }

  private static Refused notWaiting(Replay replay) {
    return new Refused(
        "replay %s is %s: only an AWAITING_APPROVAL replay can be approved or refused"
            .formatted(replay.id(), replay.state().name()));
  }

  private static Refused otherPlan(ApprovalRequest request, String planHash) {
    return new Refused(
        "the plan has hash %s, not %s: read the plan again"
            .formatted(request.planHash(), planHash));
  }

  private static Refused unverified(Replay replay, String who) {
    return new Refused(
        "%s of replay %s is not verified: the worker that took the request does not ask its callers who they are; give every worker http.authentication"
            .formatted(who, replay.id()));
  }
}
