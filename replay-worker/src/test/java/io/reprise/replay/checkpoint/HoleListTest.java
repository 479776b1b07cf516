package io.reprise.replay.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.store.OffsetRange;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HoleListTest {

  @Test
  void listsHolesAndCountsThemByReason() {
    var holes =
        HoleList.NONE
            .plus(new OffsetRange(0, 5), HoleReason.TRIMMED)
            .plus(new OffsetRange(9, 10), HoleReason.TRANSACTION)
            .plus(new OffsetRange(12, 14), HoleReason.TRANSACTION);

    assertThat(holes.listed())
        .containsExactly(
            new Hole(new OffsetRange(0, 5), HoleReason.TRIMMED),
            new Hole(new OffsetRange(9, 10), HoleReason.TRANSACTION),
            new Hole(new OffsetRange(12, 14), HoleReason.TRANSACTION));
    assertThat(holes.offsets())
        .isEqualTo(Map.of(HoleReason.TRIMMED, 5L, HoleReason.TRANSACTION, 3L));
  }

  @Test
  void joinsNeighboursOfTheSameReasonOnly() {
    var holes =
        HoleList.NONE
            .plus(new OffsetRange(0, 5), HoleReason.TRANSACTION)
            .plus(new OffsetRange(5, 7), HoleReason.TRANSACTION)
            .plus(new OffsetRange(7, 8), HoleReason.TRIMMED);

    assertThat(holes.listed())
        .containsExactly(
            new Hole(new OffsetRange(0, 7), HoleReason.TRANSACTION),
            new Hole(new OffsetRange(7, 8), HoleReason.TRIMMED));
  }

  @Test
  void stopsListingAt32ButGoesOnCounting() {
    var holes = HoleList.NONE;
    for (int i = 0; i < 100; i++) {
      holes = holes.plus(new OffsetRange(2 * i, 2 * i + 1), HoleReason.TRANSACTION);
    }

    assertThat(holes.listed()).hasSize(32);
    assertThat(holes.listed().get(31).offsets()).isEqualTo(new OffsetRange(62, 63));
    assertThat(holes.offsets()).isEqualTo(Map.of(HoleReason.TRANSACTION, 100L));
  }
}
