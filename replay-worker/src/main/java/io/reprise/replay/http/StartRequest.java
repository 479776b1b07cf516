package io.reprise.replay.http;

import io.reprise.replay.operate.RepeatedDelivery;
import io.reprise.replay.spec.InvalidSpecException;
import org.jspecify.annotations.Nullable;

/**
 * The body of a request that starts a replay.
 *
 * @param planHash hash of the plan that the operator has read: at least its first 8 digits
 * @param again whether to start the replay even if an earlier replay has delivered offsets of its
 *     plan into its target
 */
record StartRequest(String planHash, boolean again) {
  StartRequest(@Nullable String planHash, boolean again) {
    if (planHash == null || planHash.isBlank()) {
      throw new InvalidSpecException("planHash is missing: send the hash of the replay's plan");
    }
    this.planHash = planHash;
    this.again = again;
  }

  RepeatedDelivery repeated() {
    return again ? RepeatedDelivery.ACCEPTED : RepeatedDelivery.REFUSED;
  }
}
