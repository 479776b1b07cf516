package io.reprise.replay.state;

import java.time.Instant;
import java.util.Objects;

/**
 * The request to start a replay that another person must approve first. Part of the record format
 * of {@code reprise.replays}.
 *
 * @param by the operator who wants to start the replay, and who therefore cannot approve it
 * @param planHash the full hash of the plan to approve
 * @param reason why the replay needs an approval, to be read after the word "because"
 * @param at when the request was made, by the coordinator's clock
 * @param expiresAt from when on the replay can no longer be approved
 */
public record ApprovalRequest(
    String by, String planHash, String reason, Instant at, Instant expiresAt) {
  public ApprovalRequest {
    Objects.requireNonNull(by, "by");
    Objects.requireNonNull(planHash, "planHash");
    Objects.requireNonNull(reason, "reason");
    Objects.requireNonNull(at, "at");
    Objects.requireNonNull(expiresAt, "expiresAt");
  }

  /** Returns whether the request can no longer be approved. */
  public boolean isExpired(Instant now) {
    return !now.isBefore(expiresAt);
  }
}
