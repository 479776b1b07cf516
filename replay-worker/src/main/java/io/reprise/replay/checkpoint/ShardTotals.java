package io.reprise.replay.checkpoint;

import io.reprise.replay.plan.ShardPlan;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntToLongFunction;

/**
 * The sum of the progress of all shards of a replay that has ended for good. The summary of the
 * replay shows these totals. Immutable.
 */
public final class ShardTotals {
  /** Stands in place of a shard's next offset if the shard was never claimed. */
  public static final long NEVER_CLAIMED = -1;

  /** Stands in place of a shard's next offset if the shard is DONE: it has counted all offsets. */
  public static final long REACHED_END = -2;

  private final ShardCounts counts;
  private final int done;
  private final long[] nextOffsets;

  /**
   * Creates the totals of one replay.
   *
   * @param counts the sum of the counts of all shards
   * @param done how many shards are DONE
   * @param nextOffsets for each shard, by shard index, the first offset that the shard has not
   *     counted; {@link #REACHED_END} for a shard that is DONE, {@link #NEVER_CLAIMED} for a shard
   *     without a progress record
   */
  public ShardTotals(ShardCounts counts, int done, long[] nextOffsets) {
    this.counts = counts;
    this.done = done;
    this.nextOffsets = Arrays.copyOf(nextOffsets, nextOffsets.length);
  }

  /**
   * Returns how many planned offsets are accounted for. With ordering KEY, several shards read the
   * same range of offsets. The offsets that such a shard has passed are therefore divided by the
   * number of shards of the range.
   *
   * @param nextOffset returns, for a shard index, the first offset that this shard has not counted;
   *     {@link #REACHED_END} if it is DONE, {@link #NEVER_CLAIMED} if the shard was never claimed
   */
  public static long accounted(List<ShardPlan> shards, IntToLongFunction nextOffset) {
    double offsets = 0;
    for (ShardPlan shard : shards) {
      long next = nextOffset.applyAsLong(shard.index());
      offsets += (double) passed(shard, next) / shard.buckets();
    }
    return Math.round(offsets);
  }

  private static long passed(ShardPlan shard, long nextOffset) {
    if (nextOffset == NEVER_CLAIMED) {
      return 0;
    }
    return nextOffset == REACHED_END ? shard.range().span() : nextOffset - shard.range().from();
  }

  public ShardCounts counts() {
    return counts;
  }

  public int done() {
    return done;
  }

  /**
   * Returns the first offset that a shard has not counted; {@link #REACHED_END} if the shard is
   * DONE, {@link #NEVER_CLAIMED} if it was never claimed.
   */
  public long nextOffset(int shard) {
    return shard < nextOffsets.length ? nextOffsets[shard] : NEVER_CLAIMED;
  }
}
