package io.reprise.replay.approve;

import io.reprise.runtime.config.ConfigKey;
import io.reprise.runtime.json.Durations;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Configures which replays start only after another person than the requester has approved them.
 * Immutable.
 *
 * @param expireAfter how long after the request an approval is possible; 4 h when left out
 * @param rules the replays that need an approval: those that one of the rules names; none when left
 *     out
 */
public record ApprovalsConfig(
    @ConfigKey(
            value =
                "How long after the request a replay can be approved. A replay that is not approved"
                    + " in this time is cancelled. The coordinator's value applies, so give all"
                    + " workers the same.",
            range = "1m to 30d")
        Duration expireAfter,
    @ConfigKey(
            value =
                "Which replays start only after another person has approved them: a list of"
                    + " {targets, records, bytes, sideEffects}. The coordinator's rules apply, so"
                    + " give all workers the same. Needs http.authentication.",
            defaultsTo = "none")
        List<ApprovalRule> rules) {
  private static final Duration SHORTEST = Duration.ofMinutes(1);
  private static final Duration LONGEST = Duration.ofDays(30);

  /** No replay needs an approval. */
  public static final ApprovalsConfig NONE = new ApprovalsConfig(null, null);

  public ApprovalsConfig(@Nullable Duration expireAfter, @Nullable List<ApprovalRule> rules) {
    this.expireAfter = expireAfter == null ? Duration.ofHours(4) : expireAfter;
    this.rules = rules == null ? List.of() : List.copyOf(rules);
    if (this.expireAfter.compareTo(SHORTEST) < 0 || this.expireAfter.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          "approvals.expireAfter is %s: give 1m to 30d"
              .formatted(Durations.text(this.expireAfter)));
    }
  }

  /** Returns whether some replays need an approval. */
  public boolean isOn() {
    return !rules.isEmpty();
  }

  /**
   * Returns the rules of this configuration for the targets of a worker.
   *
   * @param hasSideEffects as {@link ApprovalRules} has it
   */
  public ApprovalRules with(Predicate<String> hasSideEffects) {
    return new ApprovalRules(this, hasSideEffects);
  }
}
