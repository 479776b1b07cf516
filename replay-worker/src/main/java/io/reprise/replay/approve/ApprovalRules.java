package io.reprise.replay.approve;

import io.reprise.replay.plan.Plan;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Says which replays need the approval of another person, by the configuration and by what the
 * targets do. Thread-safe if {@code hasSideEffects} is.
 *
 * @param hasSideEffects returns whether the target that a spec names makes another system act. Must
 *     ask the configuration of this worker and not the plan, which whoever writes a command can
 *     make up; a target that this worker does not know counts as one with side effects
 */
public record ApprovalRules(ApprovalsConfig config, Predicate<String> hasSideEffects) {
  /** No replay needs an approval. */
  public static final ApprovalRules NONE = new ApprovalRules(ApprovalsConfig.NONE, target -> true);

  /**
   * Returns why a replay with this plan needs an approval, to be read after the word "because";
   * empty if it needs none.
   */
  public Optional<String> reason(Plan plan) {
    return config.rules().stream()
        .flatMap(rule -> rule.reason(plan, hasSideEffects).stream())
        .findFirst();
  }

  /** Returns how long after the request an approval is possible. */
  public Duration expireAfter() {
    return config.expireAfter();
  }
}
