package io.reprise.replay.simulation;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Breaks each rule on its own and requires that some seed violates an invariant. A replay that only
 * takes too long does not count.
 */
class RulesAreLoadBearingTest {
  private static final long MOST_SEEDS = 6_000;

  /**
   * Seeds that notice the loss of a rule that few seeds notice. They run first. If a change of the
   * protocol or of the model makes such a seed useless, the other seeds are searched as for any
   * rule, which takes up to a minute, and the output says so.
   */
  private static final Map<Rule, Long> NOTICED_BY =
      Map.ofEntries(
          entry(Rule.HELD_UNDER_LOCK, 93L),
          entry(Rule.ASK_WHAT_CLAIMS_NAME, 914L),
          entry(Rule.END_AS_ENDED_ELSEWHERE, 78L),
          entry(Rule.CHECK_BEFORE_CLAIM, 1_303L),
          entry(Rule.NAME_UNCHECKED, 357L),
          entry(Rule.NOTE_DOUBT_BEFORE_ABORT, 80L),
          entry(Rule.NOTE_EACH_DOUBT, 1_396L),
          entry(Rule.ASK_ABOUT_WHOLE_RANGE, 260L),
          entry(Rule.AWAIT_CLAIM, 76L),
          entry(Rule.READ_REPLAYS_AFTER_CLAIM, 1_368L),
          entry(Rule.PROVEN_CONTROL_STATE, 36L),
          entry(Rule.AWAIT_EVENT, 71L),
          entry(Rule.REMOVE_ONLY_IF_CHECKED, 357L));

  @ParameterizedTest
  @EnumSource(Rule.class)
  void breakingTheRuleBreaksAnInvariant(Rule rule) {
    var caught = knownViolation(rule).or(() -> anyViolation(rule));

    assertThat(caught).as("seeds that notice the loss of %s", rule).isPresent();
  }

  private static Optional<Violation> knownViolation(Rule broken) {
    var seed = NOTICED_BY.get(broken);
    if (seed == null) {
      return Optional.empty();
    }
    var caught = violation(seed, broken);
    if (caught.isEmpty()) {
      System.out.printf(
          "Seed %d no longer notices the loss of %s: name another one%n", seed, broken);
    }
    return caught;
  }

  private static Optional<Violation> anyViolation(Rule broken) {
    return LongStream.range(0, MOST_SEEDS)
        .parallel()
        .mapToObj(seed -> violation(seed, broken))
        .flatMap(Optional::stream)
        .findAny();
  }

  private static Optional<Violation> violation(long seed, Rule broken) {
    try {
      Simulation.run(seed, Set.of(broken));
      return Optional.empty();
    } catch (Violation.NoEnd e) {
      return Optional.empty();
    } catch (Violation e) {
      return Optional.of(e);
    }
  }
}
