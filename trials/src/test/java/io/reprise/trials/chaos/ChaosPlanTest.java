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
    assertThat(ChaosPlan.cluster(7))
        .isEqualTo(ChaosPlan.cluster(7))
        .isNotEqualTo(ChaosPlan.cluster(8));
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

    var possible = EnumSet.copyOf(ChaosFault.OF_REPLAYS);
    possible.addAll(ChaosFault.OF_ARCHIVES);
    assertThat(seen).isEqualTo(possible);
  }

  @Test
  void everyClusterPlanHasAFaultOfBrokersAndSeedsCoverAllFaults() {
    var seen = EnumSet.noneOf(ChaosFault.class);
    for (long seed = 0; seed < SEEDS; seed++) {
      var faults = ChaosPlan.cluster(seed).strikes().stream().map(ChaosPlan.Strike::fault).toList();
      assertThat(faults).containsAnyElementsOf(ChaosFault.OF_BROKERS);
      seen.addAll(faults);
    }

    var possible = EnumSet.copyOf(ChaosFault.OF_BROKERS);
    possible.addAll(ChaosFault.OF_WORKERS);
    assertThat(seen).isEqualTo(possible);
  }

  @Test
  void everyFaultBelongsToAKindOfRun() {
    var all = EnumSet.copyOf(ChaosFault.OF_REPLAYS);
    all.addAll(ChaosFault.OF_ARCHIVES);
    all.addAll(ChaosFault.OF_BROKERS);

    assertThat(all).isEqualTo(EnumSet.allOf(ChaosFault.class));
  }

  @Test
  void faultsAreInOrderAndBeforeTheEnd() {
    for (long seed = 0; seed < SEEDS; seed++) {
      assertThat(ChaosPlan.archive(seed).strikes())
          .extracting(ChaosPlan.Strike::atFraction)
          .isSorted()
          .allMatch(at -> at < 0.9);
      assertThat(ChaosPlan.cluster(seed).strikes())
          .extracting(ChaosPlan.Strike::atFraction)
          .isSorted()
          .allMatch(at -> at < 0.9);
    }
  }
}
