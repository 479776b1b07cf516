package io.reprise.replay.receipt;

import io.reprise.replay.plan.ShardPlan;
import java.util.Arrays;

/**
 * Compares two sets of records of one shard: those that the shard should have delivered, and the
 * copies that the target holds. Uses about 5 bytes of memory for each offset of the shard. Confined
 * to one thread.
 */
final class ShardComparison {
  private static final byte EXPECTED = 1;
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

  /**
   * Adds a record that the shard should have delivered.
   *
   * @param offset the record's source offset
   */
  void addExpected(long offset, int checksum) {
    int i = (int) (offset - shard.range().from());
    checksums[i] = checksum;
    marks[i] = EXPECTED;
  }

  /**
   * Adds a copy that was found in the target.
   *
   * @param offset the source offset of the copied record
   */
  void addFound(long offset, int checksum, int targetPartition) {
    int i = (int) (offset - shard.range().from());
    if ((marks[i] & FOUND) != 0) {
      duplicated++;
      return;
    }
    marks[i] |= FOUND;
    if ((marks[i] & EXPECTED) == 0 || checksums[i] != checksum) {
      altered++;
    }
    if (offset < newest[targetPartition]) {
      outOfOrder++;
    }
    newest[targetPartition] = Math.max(newest[targetPartition], offset);
  }

  /** Returns how many expected records the target does not hold. */
  long missing() {
    long missing = 0;
    for (byte mark : marks) {
      if (mark == EXPECTED) {
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
