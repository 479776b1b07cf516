package io.reprise.replay.http;

import io.reprise.replay.operate.RepeatedDelivery;
import io.reprise.replay.operate.SideEffects;
import io.reprise.replay.spec.InvalidSpecException;
import io.reprise.replay.spec.ReplaySpec;
import org.jspecify.annotations.Nullable;

/**
 * The body of a request that creates a replay.
 *
 * @param spec what to replay
 * @param planHash hash of the plan that the operator has read. If the spec now resolves to a plan
 *     with a different hash, nothing is created. If this field is left out, any plan is accepted
 * @param start whether to start the replay at once, which requires {@code planHash}
 * @param again with {@code start}: whether to start the replay even if an earlier replay has
 *     delivered offsets of its plan into its target
 * @param allowSideEffects with {@code start}: whether to start the replay even if its target makes
 *     another system act
 */
record CreateRequest(
    ReplaySpec spec,
    @Nullable String planHash,
    boolean start,
    boolean again,
    boolean allowSideEffects) {
  CreateRequest(
      @Nullable ReplaySpec spec,
      @Nullable String planHash,
      boolean start,
      boolean again,
      boolean allowSideEffects) {
    if (spec == null) {
      throw new InvalidSpecException("spec is missing: send a replay spec");
    }
    if (start && planHash == null) {
      throw new InvalidSpecException(
          "planHash is missing: start requires the hash of a plan, so request a plan first");
    }
    this.spec = spec;
    this.planHash = planHash;
    this.start = start;
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
