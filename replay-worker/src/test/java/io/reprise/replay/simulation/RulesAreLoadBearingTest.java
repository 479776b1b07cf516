package io.reprise.replay.simulation;

import static org.assertj.core.api.Assertions.assertThat;

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

  @ParameterizedTest
  @EnumSource(Rule.class)
  void breakingTheRuleBreaksAnInvariant(Rule rule) {
    var caught =
        LongStream.range(0, MOST_SEEDS)
            .parallel()
            .mapToObj(seed -> violation(seed, rule))
            .flatMap(Optional::stream)
            .findAny();

    assertThat(caught).as("seeds that notice the loss of %s", rule).isPresent();
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
