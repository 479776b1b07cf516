package io.reprise.replay.http;

import io.reprise.replay.spec.InvalidSpecException;
import org.jspecify.annotations.Nullable;

/**
 * The body of a request that approves a replay.
 *
 * @param planHash hash of the plan that the approver has read: at least its first 8 digits
 */
record ApproveRequest(String planHash) {
  ApproveRequest(@Nullable String planHash) {
    if (planHash == null || planHash.isBlank()) {
      throw new InvalidSpecException("planHash is missing: send the hash of the replay's plan");
    }
    this.planHash = planHash;
  }
}
