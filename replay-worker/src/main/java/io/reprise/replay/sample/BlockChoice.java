package io.reprise.replay.sample;

import io.reprise.replay.plan.Plan;
import io.reprise.replay.plan.PlannedPartition;
import io.reprise.store.OffsetRange;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The blocks of a plan's offsets that a sample reads.
 *
 * <p>If the planned offsets fit into {@link #MOST_BLOCKS} blocks, the blocks are all of them.
 * Otherwise the planned offsets of all partitions, one after the other, are divided into as many
 * equal parts, and each part has one block at a random place. Every time of the window is then in
 * the sample, however the records are distributed over partitions. The random places follow from
 * the plan's hash: the same plan has the same sample, in every worker. Immutable.
 *
 * @param blocks the blocks, in order of partition and offset; they do not overlap
 * @param isWhole whether the blocks have all offsets of the plan
 */
record BlockChoice(List<SampledBlock> blocks, boolean isWhole) {
  /** How many blocks a sample reads at most. */
  static final int MOST_BLOCKS = 32;

  /** How many offsets a block has at most. */
  static final int MOST_OFFSETS = 500;

  BlockChoice {
    blocks = List.copyOf(blocks);
  }

  static BlockChoice of(Plan plan) {
    var ranges = plan.partitions().stream().filter(p -> !p.range().isEmpty()).toList();
    long wholeBlocks = ranges.stream().mapToLong(p -> blocksIn(p.range())).sum();
    return wholeBlocks <= MOST_BLOCKS
        ? new BlockChoice(whole(ranges), true)
        : new BlockChoice(spread(ranges, plan.hash().hashCode()), false);
  }

  private static long blocksIn(OffsetRange range) {
    return (range.span() + MOST_OFFSETS - 1) / MOST_OFFSETS;
  }

  private static List<SampledBlock> whole(List<PlannedPartition> ranges) {
    var blocks = new ArrayList<SampledBlock>();
    for (var planned : ranges) {
      var range = planned.range();
      for (long from = range.from(); from < range.to(); from += MOST_OFFSETS) {
        long to = Math.min(range.to(), from + MOST_OFFSETS);
        blocks.add(new SampledBlock(planned.partition(), new OffsetRange(from, to)));
      }
    }
    return blocks;
  }

  private static List<SampledBlock> spread(List<PlannedPartition> ranges, long seed) {
    var random = new SplittableRandom(seed);
    long total = ranges.stream().mapToLong(p -> p.range().span()).sum();
    double part = (double) total / MOST_BLOCKS;
    long length = Math.max(1, Math.min(MOST_OFFSETS, (long) part));
    var blocks = new ArrayList<SampledBlock>();
    for (int i = 0; i < MOST_BLOCKS; i++) {
      double place = i * part + random.nextDouble() * Math.max(0, part - length);
      blocks.add(blockAt(Math.min(total - 1, (long) place), length, ranges));
    }
    return blocks;
  }

  /**
   * Returns a block that begins at a place in the planned offsets of all partitions, one after the
   * other. It ends earlier if its partition does.
   */
  private static SampledBlock blockAt(long place, long length, List<PlannedPartition> ranges) {
    long before = 0;
    for (var planned : ranges) {
      var range = planned.range();
      if (place < before + range.span()) {
        long from = range.from() + place - before;
        var block = new OffsetRange(from, Math.min(range.to(), from + length));
        return new SampledBlock(planned.partition(), block);
      }
      before += range.span();
    }
    throw new IllegalArgumentException("place %d is not below %d".formatted(place, before));
  }
}
