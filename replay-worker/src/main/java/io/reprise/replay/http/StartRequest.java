package io.reprise.replay.http;

import io.reprise.replay.spec.InvalidSpecException;
import org.jspecify.annotations.Nullable;

/**
 * Starts a planned replay.
 *
 * @param planHash the plan that was seen, in full or its first 8 digits or more
 */
record StartRequest(String planHash) {
  StartRequest(@Nullable String planHash) {
    if (planHash == null || planHash.isBlank()) {
      throw new InvalidSpecException(
          "planHash is missing: name the plan that you have seen by its hash");
    }
    this.planHash = planHash;
  }
}
