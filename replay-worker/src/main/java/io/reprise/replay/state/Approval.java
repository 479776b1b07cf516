package io.reprise.replay.state;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The request to approve a replay, and its outcome. Immutable.
 *
 * @param outcome how the request ended; null while it waits, and if the replay was cancelled before
 * @param decidedBy who approved or refused; null if nobody did
 * @param decidedAt when the request ended; null if it has no outcome
 * @param comment why the approver refused; null unless the request was refused
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Approval(
    ApprovalRequest request,
    @Nullable Outcome outcome,
    @Nullable String decidedBy,
    @Nullable Instant decidedAt,
    @Nullable String comment) {

  /** How a request for an approval ended. */
  public enum Outcome {
    /** Another person has approved the plan, so the replay was started. */
    APPROVED,
    /** Another person has refused the plan, so the replay was cancelled. */
    REFUSED,
    /** Nobody decided in time, so the replay was cancelled. */
    EXPIRED
  }

  static Approval waiting(ApprovalRequest request) {
    return new Approval(request, null, null, null, null);
  }

  /**
   * Returns this approval after an event that may end it. The approval of an event that does not
   * concern approvals is the same.
   */
  static @Nullable Approval after(@Nullable Approval before, ReplayEvent event, Instant at) {
    if (event instanceof ReplayEvent.StartRequested requested) {
      return waiting(requested.request());
    }
    if (before == null) {
      return null;
    }
    if (event instanceof ReplayEvent.Approved approved) {
      return new Approval(before.request, Outcome.APPROVED, approved.by(), at, null);
    }
    if (event instanceof ReplayEvent.ApprovalRefused refused) {
      return new Approval(before.request, Outcome.REFUSED, refused.by(), at, refused.comment());
    }
    return event instanceof ReplayEvent.ApprovalExpired
        ? new Approval(before.request, Outcome.EXPIRED, null, at, null)
        : before;
  }
}
