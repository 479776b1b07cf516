package io.reprise.replay.sample;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A sample of the records that a plan covers. Not part of the plan or of its hash. Immutable.
 *
 * @param planHash hash of the plan
 * @param offsets number of the plan's offsets, including holes
 * @param blocks number of blocks that were read
 * @param unread number of blocks that were not read in time, or could not be read
 * @param readOffsets number of offsets in the blocks that were read, including holes
 * @param readRecords number of records in these blocks
 * @param matching how many of these records the filter selects
 * @param undecided for how many of these records the filter's expression has no result
 * @param estimate how many records of the plan the filter selects; null if nothing was read
 * @param selected records that the filter selects, from as many blocks as possible, in order of
 *     partition and offset
 * @param others records that the filter does not select, likewise
 */
public record PlanSample(
    String planHash,
    long offsets,
    int blocks,
    int unread,
    long readOffsets,
    long readRecords,
    long matching,
    long undecided,
    @Nullable MatchEstimate estimate,
    List<SampledRecord> selected,
    List<SampledRecord> others) {

  private static final Comparator<SampledRecord> BY_PLACE =
      Comparator.<SampledRecord>comparingInt(sampled -> sampled.record().partition())
          .thenComparingLong(sampled -> sampled.record().offset());

  public PlanSample {
    selected = List.copyOf(selected);
    others = List.copyOf(others);
  }

  /**
   * @param read the blocks that were read, in order of partition and offset
   * @param isWhole whether these blocks have all offsets of the plan
   * @param shown how many selected records, and how many others, are shown at most
   */
  static PlanSample of(
      String planHash,
      long offsets,
      List<BlockSample> read,
      int unread,
      boolean isWhole,
      int shown) {
    long readOffsets = read.stream().mapToLong(BlockSample::offsets).sum();
    long matching = read.stream().mapToLong(BlockSample::matching).sum();
    return new PlanSample(
        planHash,
        offsets,
        read.size(),
        unread,
        readOffsets,
        read.stream().mapToLong(BlockSample::records).sum(),
        matching,
        read.stream().mapToLong(BlockSample::undecided).sum(),
        estimate(offsets, read, readOffsets, matching, isWhole),
        shown(read, BlockSample::selected, shown),
        shown(read, BlockSample::others, shown));
  }

  /** Returns a copy whose selected records are changed by {@code change}. */
  PlanSample changed(UnaryOperator<SampledRecord> change) {
    return new PlanSample(
        planHash,
        offsets,
        blocks,
        unread,
        readOffsets,
        readRecords,
        matching,
        undecided,
        estimate,
        selected.stream().map(change).toList(),
        others);
  }

  private static @Nullable MatchEstimate estimate(
      long offsets, List<BlockSample> read, long readOffsets, long matching, boolean isWhole) {
    if (isWhole && readOffsets == offsets) {
      return MatchEstimate.exactly(matching);
    }
    return readOffsets == 0 ? null : MatchEstimate.of(read, offsets);
  }

  /**
   * Takes one record of each block, then a second one of each, until there are enough. Begins with
   * blocks that are far from each other.
   */
  private static List<SampledRecord> shown(
      List<BlockSample> blocks, Function<BlockSample, List<SampledRecord>> records, int limit) {
    int stride = limit == 0 ? 1 : Math.max(1, (blocks.size() + limit - 1) / limit);
    var order =
        IntStream.range(0, blocks.size())
            .boxed()
            .sorted(Comparator.comparingInt(i -> i % stride))
            .map(blocks::get)
            .toList();
    var taken = new ArrayList<SampledRecord>();
    for (int round = 0; round < limit; round++) {
      for (var block : order) {
        var kept = records.apply(block);
        if (round < kept.size() && taken.size() < limit) {
          taken.add(kept.get(round));
        }
      }
    }
    taken.sort(BY_PLACE);
    return taken;
  }
}
