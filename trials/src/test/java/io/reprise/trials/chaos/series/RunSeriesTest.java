package io.reprise.trials.chaos.series;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reprise.trials.chaos.series.RunSeries.Outcome;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.errors.InterruptException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RunSeriesTest {
  private final List<String> said = new ArrayList<>();
  private final List<Long> seeds = new ArrayList<>();
  private long nanos;

  @AfterEach
  void forgetTheInterrupt() {
    Thread.interrupted();
  }

  @Test
  void runsHaveNeighbouringSeedsAndSayHowLongTheyTook() throws InterruptedException {
    int carriedOut = series(3).carryOut(this::takeTwelveSeconds);

    assertThat(carriedOut).isEqualTo(3);
    assertThat(seeds).containsExactly(70L, 71L, 72L);
    assertThat(said).containsExactly("  took 12.3 s", "  took 12.3 s", "  took 12.3 s");
  }

  private Outcome takeTwelveSeconds(int number, long seed) {
    seeds.add(seed);
    nanos += 12_300_000_000L;
    return Outcome.CLEAN;
  }

  @Test
  void failedRunSaysHowItIsRepeatedAndTheSeriesContinues() throws InterruptedException {
    int carriedOut =
        series(3).carryOut((number, seed) -> number == 2 ? Outcome.FAILED : Outcome.CLEAN);

    assertThat(carriedOut).isEqualTo(3);
    assertThat(said)
        .filteredOn(line -> line.contains("repeat"))
        .containsExactly("  repeat this run with: ./reprise chaos --archive --runs 1 --seed 71");
  }

  @Test
  void runThatLosesTheStackIsTheLastOne() throws InterruptedException {
    int carriedOut =
        series(3).carryOut((number, seed) -> number == 2 ? Outcome.STACK_LOST : Outcome.CLEAN);

    assertThat(carriedOut).isEqualTo(2);
    assertThat(said).last().asString().endsWith("--seed 71");
  }

  @Test
  void interruptedSeriesSaysWhichRunsItHadCarriedOut() {
    assertThatThrownBy(() -> series(9).carryOut(RunSeriesTest::failThenBeInterrupted))
        .isInstanceOf(InterruptException.class);

    assertThat(said)
        .last()
        .isEqualTo("the series ends during run 4 of 9, seed 73: 1 of the 3 runs before it failed");
  }

  private static Outcome failThenBeInterrupted(int number, long seed) {
    if (number == 4) {
      throw new InterruptException("interrupted");
    }
    return number == 1 ? Outcome.FAILED : Outcome.CLEAN;
  }

  private RunSeries series(int runs) {
    return new RunSeries(runs, 70, "./reprise chaos --archive", said::add, () -> nanos);
  }
}
