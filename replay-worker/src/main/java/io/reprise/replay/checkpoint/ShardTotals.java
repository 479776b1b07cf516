package io.reprise.replay.checkpoint;

import java.util.Arrays;

/**
 * The progress of all shards of a replay that has ended for good, in brief: what a summary of the
 * replay shows. Immutable.
 */
public final class ShardTotals {
  /** Says that a shard was never claimed. */
  public static final long NEVER_CLAIMED = -1;

  private final ShardCounts counts;
  private final int done;
  private final long[] nextOffsets;

  /**
   * Creates totals.
   *
   * @param counts the sum of the counts of all shards
   * @param done how many shards are DONE
   * @param nextOffsets the first offset that is not counted, by shard index; {@link #NEVER_CLAIMED}
   *     for a shard without a progress record
   */
  public ShardTotals(ShardCounts counts, int done, long[] nextOffsets) {
    this.counts = counts;
    this.done = done;
    this.nextOffsets = Arrays.copyOf(nextOffsets, nextOffsets.length);
  }

  public ShardCounts counts() {
    return counts;
  }

  public int done() {
    return done;
  }

  /** Returns the first offset of a shard that is not counted, or {@link #NEVER_CLAIMED}. */
  public long nextOffset(int shard) {
    return shard < nextOffsets.length ? nextOffsets[shard] : NEVER_CLAIMED;
  }
}
