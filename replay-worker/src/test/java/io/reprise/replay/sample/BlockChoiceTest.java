package io.reprise.replay.sample;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.replay.Samples;
import io.reprise.replay.plan.Plan;
import io.reprise.replay.plan.PlannedPartition;
import io.reprise.replay.spec.Throttle;
import io.reprise.store.OffsetRange;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BlockChoiceTest {
  private static Plan plan(OffsetRange... ranges) {
    var partitions = new ArrayList<PlannedPartition>();
    for (int i = 0; i < ranges.length; i++) {
      partitions.add(new PlannedPartition(i, ranges[i], 0, 0));
    }
    return Samples.plan(1, Throttle.NONE).withRecordTimes(partitions, List.of());
  }

  private static long offsets(BlockChoice choice) {
    return choice.blocks().stream().mapToLong(block -> block.range().span()).sum();
  }

  @Test
  void readsASmallPlanAsAWhole() {
    var choice = BlockChoice.of(plan(new OffsetRange(7, 1_207), new OffsetRange(3, 3)));

    assertThat(choice.isWhole()).isTrue();
    assertThat(choice.blocks())
        .containsExactly(
            new SampledBlock(0, new OffsetRange(7, 507)),
            new SampledBlock(0, new OffsetRange(507, 1_007)),
            new SampledBlock(0, new OffsetRange(1_007, 1_207)));
  }

  @Test
  void choosesNoBlockOfAPlanWithoutOffsets() {
    assertThat(BlockChoice.of(plan(new OffsetRange(5, 5))).blocks()).isEmpty();
  }

  @Test
  void spreadsTheBlocksOfALargePlanOverItsWholeRange() {
    var choice = BlockChoice.of(plan(new OffsetRange(1_000, 64_001_000)));

    assertThat(choice.isWhole()).isFalse();
    assertThat(choice.blocks()).hasSize(BlockChoice.MOST_BLOCKS);
    for (int i = 0; i < BlockChoice.MOST_BLOCKS; i++) {
      var part = new OffsetRange(1_000 + i * 2_000_000L, 1_000 + (i + 1) * 2_000_000L);
      var block = choice.blocks().get(i).range();
      assertThat(block.span()).isEqualTo(BlockChoice.MOST_OFFSETS);
      assertThat(block.from()).isBetween(part.from(), part.to() - block.span());
    }
  }

  @Test
  void choosesTheSameBlocksForTheSamePlan() {
    var plan = plan(new OffsetRange(0, 1_000_000), new OffsetRange(0, 50_000_000));

    assertThat(BlockChoice.of(plan)).isEqualTo(BlockChoice.of(plan));
  }

  @Test
  void readsAtMostItsLimitsInsideThePlanAndNoOffsetTwice() {
    for (int seed = 0; seed < 500; seed++) {
      var random = new Random(seed);
      var ranges = new OffsetRange[1 + random.nextInt(300)];
      for (int i = 0; i < ranges.length; i++) {
        long from = random.nextInt(1_000);
        ranges[i] = new OffsetRange(from, from + random.nextInt(1 << random.nextInt(20)));
      }

      var blocks = BlockChoice.of(plan(ranges)).blocks();

      assertThat(blocks).as("seed %d", seed).hasSizeLessThanOrEqualTo(BlockChoice.MOST_BLOCKS);
      SampledBlock before = null;
      for (var block : blocks) {
        var planned = ranges[block.partition()];
        assertThat(block.range().span()).isBetween(1L, (long) BlockChoice.MOST_OFFSETS);
        assertThat(block.range().from()).isGreaterThanOrEqualTo(planned.from());
        assertThat(block.range().to()).isLessThanOrEqualTo(planned.to());
        if (before != null && before.partition() == block.partition()) {
          assertThat(block.range().from()).isGreaterThanOrEqualTo(before.range().to());
        }
        before = block;
      }
    }
  }

  @Test
  void readsAllOffsetsIfTheyAreFewInManyPartitions() {
    var ranges = new OffsetRange[32];
    Arrays.fill(ranges, new OffsetRange(0, 3));

    var choice = BlockChoice.of(plan(ranges));

    assertThat(choice.isWhole()).isTrue();
    assertThat(offsets(choice)).isEqualTo(96);
  }
}
