package io.reprise.replay.http;

import io.reprise.replay.operate.RepeatedDelivery;
import io.reprise.replay.operate.SideEffects;
import io.reprise.replay.spec.InvalidSpecException;
import org.jspecify.annotations.Nullable;

/**
 * The body of a request that starts a replay.
 *
 * @param planHash hash of the plan that the operator has read: at least its first 8 digits
 * @param again whether to start the replay even if an earlier replay has delivered offsets of its
 *     plan into its target
 * @param allowSideEffects whether to start the replay even if its target makes another system act
 */
record StartRequest(String planHash, boolean again, boolean allowSideEffects) {
  StartRequest(@Nullable String planHash, boolean again, boolean allowSideEffects) {
    if (planHash == null || planHash.isBlank()) {
      throw new InvalidSpecException("planHash is missing: send the hash of the replay's plan");
    }
    this.planHash = planHash;
    this.again = again;
    this.allowSideEffects = allowSideEffects;
  }

  RepeatedDelivery repeated() {
    return again ? RepeatedDelivery.ACCEPTED : RepeatedDelivery.REFUSED;
  }

  SideEffects effects() {
    return allowSideEffects ? SideEffects.ACCEPTED : SideEffects.REFUSED;
  }
}
