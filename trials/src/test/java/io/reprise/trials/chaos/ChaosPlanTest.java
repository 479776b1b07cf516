package io.reprise.trials.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ChaosPlanTest {
  private static final int SEEDS = 200;

  @Test
  void theSeedDeterminesThePlan() {
    assertThat(ChaosPlan.of(7)).isEqualTo(ChaosPlan.of(7)).isNotEqualTo(ChaosPlan.of(8));
    assertThat(ChaosPlan.archive(7)).isEqualTo(ChaosPlan.archive(7));
  }

  @Test
  void plansWithoutAnArchiveHaveNoFaultsOfTheArchive() {
    var faults =
        LongStream.range(0, SEEDS)
            .mapToObj(ChaosPlan::of)
            .flatMap(plan -> plan.strikes().stream())
            .map(ChaosPlan.Strike::fault)
            .collect(Collectors.toSet());

    assertThat(faults).containsExactlyInAnyOrderElementsOf(ChaosFault.OF_REPLAYS);
  }

  @Test
  void everyArchivePlanHasAFaultOfTheArchiveAndSeedsCoverAllFaults() {
    var seen = EnumSet.noneOf(ChaosFault.class);
    for (long seed = 0; seed < SEEDS; seed++) {
      var faults = ChaosPlan.archive(seed).strikes().stream().map(ChaosPlan.Strike::fault).toList();
      assertThat(faults).containsAnyElementsOf(ChaosFault.OF_ARCHIVES);
      seen.addAll(faults);
    }

    assertThat(seen).containsExactlyInAnyOrder(ChaosFault.values());
  }

  @Test
  void faultsAreInOrderAndBeforeTheEnd() {
    for (long seed = 0; seed < SEEDS; seed++) {
      assertThat(ChaosPlan.archive(seed).strikes())
          .extracting(ChaosPlan.Strike::atFraction)
          .isSorted()
          .allMatch(at -> at < 0.9);
    }
  }
}
