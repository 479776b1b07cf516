package io.reprise.trials.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongFunction;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChaosPlanTest {
  private static final int SEEDS = 200;

  /** Number of runs in a long series. */
  private static final int SERIES = 50;

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

  @ParameterizedTest
  @ValueSource(longs = {1, 1_000, 40_101, 500_000, 999_950})
  void seriesOf50RunsDrawsEveryFaultOfItsKind(long first) {
    assertThat(faults(first, ChaosPlan::of)).isEqualTo(Set.copyOf(ChaosFault.OF_REPLAYS));
    assertThat(faults(first, ChaosPlan::archive))
        .isEqualTo(union(ChaosFault.OF_ARCHIVES, ChaosFault.OF_REPLAYS));
    assertThat(faults(first, ChaosPlan::cluster))
        .isEqualTo(union(ChaosFault.OF_BROKERS, ChaosFault.OF_WORKERS));
  }

  private static Set<ChaosFault> faults(long first, LongFunction<ChaosPlan> planOf) {
    return LongStream.range(first, first + SERIES)
        .mapToObj(planOf)
        .flatMap(plan -> plan.strikes().stream())
        .map(ChaosPlan.Strike::fault)
        .collect(Collectors.toSet());
  }

  private static Set<ChaosFault> union(List<ChaosFault> some, List<ChaosFault> others) {
    var all = EnumSet.copyOf(some);
    all.addAll(others);
    return all;
  }

  /** The seeds of a series are neighbours, for which Java's generator first draws the same. */
  @ParameterizedTest
  @ValueSource(longs = {1, 1_000, 40_101, 500_000, 999_950})
  void seriesOf50RunsHitsEveryDutyWithItsFirstFaultAndAllItsFaults(long first) {
    var firsts = EnumSet.noneOf(BrokerDuty.class);
    var pairs = new HashSet<List<Object>>();
    for (long seed = first; seed < first + SERIES; seed++) {
      var plan = ChaosPlan.cluster(seed);
      var draws = new VictimDraws(plan.random());
      var duties = new ArrayList<BrokerDuty>();
      for (var strike : plan.strikes()) {
        if (ChaosFault.OF_BROKERS.contains(strike.fault())) {
          duties.add(draws.next().duty());
          pairs.add(List.of(strike.fault(), duties.get(duties.size() - 1)));
        }
      }
      firsts.add(duties.get(0));
    }

    assertThat(firsts).isEqualTo(EnumSet.allOf(BrokerDuty.class));
    assertThat(pairs)
        .as("pairs of fault and duty")
        .hasSizeGreaterThanOrEqualTo(ChaosFault.OF_BROKERS.size() * BrokerDuty.values().length - 1);
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
