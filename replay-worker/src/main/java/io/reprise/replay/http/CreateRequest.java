package io.reprise.replay.http;

import io.reprise.replay.spec.InvalidSpecException;
import io.reprise.replay.spec.ReplaySpec;
import org.jspecify.annotations.Nullable;

/**
 * Asks for a new replay.
 *
 * @param planHash the plan that was seen; if the spec resolves to another now, nothing is created.
 *     Left out: whatever it resolves to
 * @param start whether to start it at once; this needs {@code planHash}
 */
record CreateRequest(ReplaySpec spec, @Nullable String planHash, boolean start) {
  CreateRequest(@Nullable ReplaySpec spec, @Nullable String planHash, boolean start) {
    if (spec == null) {
      throw new InvalidSpecException("spec is missing: say what to replay");
    }
    if (start && planHash == null) {
      throw new InvalidSpecException(
          "planHash is missing: make a plan first, and start the one you have seen by its hash");
    }
    this.spec = spec;
    this.planHash = planHash;
    this.start = start;
  }
}
