package io.reprise.cli.compare.match;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TallyTest {
  private static Entry at(long offset) {
    return TestEntries.entry(Side.LEFT, offset, offset, 0, offset);
  }

  @Test
  void samplesHaveTheFirstDifferenceAndEachKind() {
    var tally = new Tally(10);
    for (long i = 500; i > 0; i--) {
      tally.add(Difference.onlyLeft(at(i)));
    }
    tally.add(Difference.onlyRight(at(900)));

    var samples = tally.samples(10);

    assertThat(tally.count(DifferenceKind.ONLY_LEFT)).isEqualTo(500);
    assertThat(tally.differences()).isEqualTo(501);
    assertThat(samples).hasSize(10).isSortedAccordingTo(Difference.BY_TIME);
    assertThat(samples.get(0).timestamp()).isEqualTo(1_000);
    assertThat(samples.get(9).kind()).isEqualTo(DifferenceKind.ONLY_RIGHT);
    assertThat(tally.samples(2)).hasSize(2);
  }

  @Test
  void aDifferenceHasTheTimeOfItsEarlierRecord() {
    assertThat(Difference.of(at(5), at(3)).timestamp()).isEqualTo(3_000);
    assertThat(Difference.onlyRight(at(4)).timestamp()).isEqualTo(4_000);
    assertThat(new Tally(1).samples(10)).isEqualTo(List.of());
  }
}
