package io.reprise.replay.sample;

import java.util.List;

/**
 * How many records of a plan its filter selects, estimated from some blocks of the plan's offsets.
 *
 * <p>Blocks are sampled, not records, because neighbouring records resemble each other: after a bad
 * deploy all wrong records may lie in a hundredth of the window. The estimate is the ratio estimate
 * of cluster sampling, and its bounds follow from how much the blocks differ (W. G. Cochran,
 * Sampling Techniques, 3rd edition, sections 6.3 and 9A.2). If no block has a selected record, the
 * upper bound is that of the rule of three, applied to blocks.
 *
 * @param lowest with 95 % confidence, at least so many records are selected
 * @param expected the most probable number
 * @param highest with 95 % confidence, at most so many records are selected
 * @param exact whether all offsets were read, so that the three numbers are equal and certain
 */
public record MatchEstimate(long lowest, long expected, long highest, boolean exact) {
  private static final double CONFIDENCE_95 = 1.96;
  private static final double RULE_OF_THREE = 3;

  static MatchEstimate exactly(long matching) {
    return new MatchEstimate(matching, matching, matching, true);
  }

  /**
   * Estimates from blocks that are a part of the plan.
   *
   * @param blocks at least one block; together they have at least one offset
   * @param offsets number of the plan's offsets
   */
  static MatchEstimate of(List<BlockSample> blocks, long offsets) {
    long read = blocks.stream().mapToLong(BlockSample::offsets).sum();
    long matching = blocks.stream().mapToLong(BlockSample::matching).sum();
    // What was seen is certain: no bound contradicts it.
    long most = offsets - (read - matching);
    double ratio = (double) matching / read;
    double expected = ratio * offsets;
    double unseen = offsets * Math.min(1, RULE_OF_THREE / blocks.size());
    double half = CONFIDENCE_95 * standardError(blocks, ratio, read, offsets);
    return new MatchEstimate(
        within(matching, expected - (matching == read ? unseen : half), most),
        within(matching, expected, most),
        within(matching, expected + (matching == 0 ? unseen : half), most),
        false);
  }

  private static double standardError(
      List<BlockSample> blocks, double ratio, long read, long offsets) {
    int count = blocks.size();
    if (count < 2) {
      return offsets;
    }
    double squares =
        blocks.stream()
            .mapToDouble(block -> block.matching() - ratio * block.offsets())
            .map(rest -> rest * rest)
            .sum();
    double allBlocks = (double) offsets * count / read;
    double notRead = Math.max(0, 1 - count / allBlocks);
    return allBlocks * Math.sqrt(notRead * squares / (count - 1) / count);
  }

  private static long within(long least, double value, long most) {
    return Math.max(least, Math.min(most, Math.round(value)));
  }
}
