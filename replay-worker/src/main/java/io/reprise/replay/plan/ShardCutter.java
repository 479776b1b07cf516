package io.reprise.replay.plan;

import io.reprise.replay.spec.Ordering;
import io.reprise.store.OffsetRange;
import java.util.ArrayList;
import java.util.List;

/**
 * Cuts planned ranges into shards. The ordering of the replay and the numbers of workers and slots
 * limit how many shards there are. Has no side effects.
 */
final class ShardCutter {
  /**
   * Smallest useful number of offsets in a shard: to claim a smaller shard takes longer than to
   * read it.
   */
  private static final long MIN_SHARD_OFFSETS = 500;

  private final Ordering ordering;
  private final WorkerCapacity capacity;

  ShardCutter(Ordering ordering, WorkerCapacity capacity) {
    this.ordering = ordering;
    this.capacity = capacity;
  }

  List<ShardPlan> cut(List<PlannedPartition> partitions) {
    var work = partitions.stream().filter(p -> !p.range().isEmpty()).toList();
    long total = work.stream().mapToLong(p -> p.range().span()).sum();
    var shards = new ArrayList<ShardPlan>();
    for (var partition : work) {
      if (ordering == Ordering.UNORDERED) {
        addSlices(partition, slices(partition.range().span(), total), shards);
      } else {
        addBuckets(partition, buckets(work.size()), shards);
      }
    }
    return shards;
  }

  /**
   * Returns the number of buckets into which the keys of each range are divided. Each bucket of a
   * range has its own shard, which reads the whole range and delivers the records whose keys are in
   * the bucket.
   */
  int buckets(int partitions) {
    if (ordering != Ordering.KEY || partitions == 0) {
      return 1;
    }
    int wanted = (2 * Math.max(1, capacity.workers()) + partitions - 1) / partitions;
    int most = Math.max(1, capacity.slots() / partitions);
    return Math.max(1, Math.min(wanted, most));
  }

  private long slices(long span, long total) {
    long share = Math.max(1, Math.round((double) capacity.slots() * span / total));
    return Math.max(1, Math.min(share, span / MIN_SHARD_OFFSETS));
  }

  private static void addSlices(PlannedPartition partition, long count, List<ShardPlan> shards) {
    var range = partition.range();
    for (long i = 0; i < count; i++) {
      var slice =
          new OffsetRange(
              range.from() + range.span() * i / count,
              range.from() + range.span() * (i + 1) / count);
      shards.add(new ShardPlan(shards.size(), partition.partition(), slice, 0, 1));
    }
  }

  private static void addBuckets(PlannedPartition partition, int count, List<ShardPlan> shards) {
    for (int bucket = 0; bucket < count; bucket++) {
      shards.add(
          new ShardPlan(shards.size(), partition.partition(), partition.range(), bucket, count));
    }
  }
}
