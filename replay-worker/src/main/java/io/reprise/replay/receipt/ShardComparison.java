package io.reprise.replay.receipt;

import io.reprise.replay.plan.ShardPlan;
import java.util.Arrays;

/**
 * What the log says a shard should have delivered, and what of it turned up. About 5 bytes an
 * offset; a window of a longer shard at a time.
 */
final class ShardComparison {
  private static final byte SELECTED = 1;
  private static final byte FOUND = 2;

  private final ShardPlan shard;
  private final int[] checksums;
  private final byte[] marks;
  private final long[] newest;
  private long duplicated;
  private long altered;
  private long outOfOrder;

  ShardComparison(ShardPlan shard, int targetPartitions) {
    this.shard = shard;
    int span = Math.toIntExact(shard.range().span());
    this.checksums = new int[span];
    this.marks = new byte[span];
    this.newest = new long[targetPartitions];
    Arrays.fill(newest, -1);
  }

  void selected(long offset, int checksum) {
    int i = (int) (offset - shard.range().from());
    checksums[i] = checksum;
    marks[i] = SELECTED;
  }

  void found(long offset, int checksum, int targetPartition) {
    int i = (int) (offset - shard.range().from());
    if ((marks[i] & FOUND) != 0) {
      duplicated++;
      return;
    }
    marks[i] |= FOUND;
    if ((marks[i] & SELECTED) == 0 || checksums[i] != checksum) {
      altered++;
    }
    if (offset < newest[targetPartition]) {
      outOfOrder++;
    }
    newest[targetPartition] = Math.max(newest[targetPartition], offset);
  }

  long missing() {
    long missing = 0;
    for (byte mark : marks) {
      if (mark == SELECTED) {
        missing++;
      }
    }
    return missing;
  }

  long duplicated() {
    return duplicated;
  }

  long altered() {
    return altered;
  }

  long outOfOrder() {
    return outOfOrder;
  }
}
