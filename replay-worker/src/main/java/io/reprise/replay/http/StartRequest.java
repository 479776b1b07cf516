package io.reprise.replay.http;

import io.reprise.replay.spec.InvalidSpecException;
import org.jspecify.annotations.Nullable;

/**
 * The body of a request that starts a replay.
 *
 * @param planHash hash of the plan that the operator has read: at least its first 8 digits
 */
record StartRequest(String planHash) {
  StartRequest(@Nullable String planHash) {
    if (planHash == null || planHash.isBlank()) {
      throw new InvalidSpecException("planHash is missing: send the hash of the replay's plan");
    }
    this.planHash = planHash;
  }
}
