package io.reprise.replay.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.replay.spec.Ordering;
import io.reprise.store.OffsetRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ShardCutterTest {

  @Test
  void givesEachPartitionOneShardWithPartitionOrdering() {
    var shards = cut(Ordering.PARTITION, 4, 64, partition(3, 100, 600), partition(5, 0, 9));

    assertThat(shards)
        .containsExactly(
            new ShardPlan(0, 3, new OffsetRange(100, 600), 0, 1),
            new ShardPlan(1, 5, new OffsetRange(0, 9), 0, 1));
  }

  @Test
  void givesEachBucketOfKeysTheWholeRange() {
    var shards = cut(Ordering.KEY, 2, 64, partition(0, 100, 600), partition(1, 100, 600));

    assertThat(shards)
        .containsExactly(
            new ShardPlan(0, 0, new OffsetRange(100, 600), 0, 2),
            new ShardPlan(1, 0, new OffsetRange(100, 600), 1, 2),
            new ShardPlan(2, 1, new OffsetRange(100, 600), 0, 2),
            new ShardPlan(3, 1, new OffsetRange(100, 600), 1, 2));
  }

  @ParameterizedTest(name = "{0} workers, {1} slots, {2} partitions: {3} buckets")
  @CsvSource({
    "0, 64, 1, 2",
    "1, 64, 1, 2",
    "2, 64, 2, 2",
    "2, 64, 3, 2",
    "4, 64, 3, 3",
    "8, 64, 2, 8",
    "8, 8, 2, 4",
    "8, 2, 4, 1",
    "1, 64, 8, 1",
    "1, 64, 0, 1"
  })
  void usesTwoBucketsForEachWorkerUpToTheNumberOfSlots(
      int workers, int slots, int partitions, int buckets) {
    var cutter = new ShardCutter(Ordering.KEY, new WorkerCapacity(workers, slots));

    assertThat(cutter.buckets(partitions)).isEqualTo(buckets);
  }

  @ParameterizedTest
  @EnumSource(
      value = Ordering.class,
      names = {"PARTITION", "UNORDERED"})
  void readsEveryOffsetOnceUnderOtherOrderings(Ordering ordering) {
    assertThat(new ShardCutter(ordering, new WorkerCapacity(50, 64)).buckets(1)).isEqualTo(1);
  }

  @Test
  void cutsOneShardForEachSlotInProportionToTheRanges() {
    var shards = cut(Ordering.UNORDERED, 2, 8, partition(0, 0, 60_000), partition(1, 0, 20_000));

    assertThat(shards).filteredOn(s -> s.partition() == 0).hasSize(6);
    assertThat(shards).filteredOn(s -> s.partition() == 1).hasSize(2);
  }

  @Test
  void doesNotCutSlicesBelow500Offsets() {
    assertThat(cut(Ordering.UNORDERED, 2, 64, partition(0, 0, 1_700)))
        .extracting(s -> s.range().span())
        .containsExactly(566L, 567L, 567L);
    assertThat(cut(Ordering.UNORDERED, 2, 64, partition(0, 0, 3))).hasSize(1);
  }

  @Test
  void makesNoShardForAnEmptyPartition() {
    for (var ordering : Ordering.values()) {
      assertThat(cut(ordering, 2, 8, partition(0, 5, 5))).isEmpty();
      assertThat(cut(ordering, 2, 8, partition(0, 5, 5), partition(1, 5, 6)))
          .allMatch(s -> s.partition() == 1)
          .first()
          .extracting(ShardPlan::index)
          .isEqualTo(0);
    }
  }

  /**
   * For random ranges, shards are numbered in order and account for each offset once per bucket.
   */
  @ParameterizedTest
  @EnumSource(Ordering.class)
  void accountsForEveryOffset(Ordering ordering) {
    var random = new Random(ordering.ordinal());
    for (int round = 0; round < 2_000; round++) {
      var partitions = randomPartitions(random);
      var capacity = new WorkerCapacity(random.nextInt(12), 1 + random.nextInt(100));

      var shards = new ShardCutter(ordering, capacity).cut(partitions);

      for (int i = 0; i < shards.size(); i++) {
        assertThat(shards.get(i).index()).isEqualTo(i);
      }
      for (var partition : partitions) {
        assertCovered(partition, shards);
      }
    }
  }

  private static void assertCovered(PlannedPartition partition, List<ShardPlan> shards) {
    var own = shards.stream().filter(s -> s.partition() == partition.partition()).toList();
    int buckets = own.isEmpty() ? 1 : own.get(0).buckets();
    for (int bucket = 0; bucket < buckets; bucket++) {
      long next = partition.range().from();
      for (var shard : own) {
        if (shard.bucket() == bucket) {
          assertThat(shard.range().from()).isEqualTo(next);
          assertThat(shard.range().isEmpty()).isFalse();
          next = shard.range().to();
        }
      }
      assertThat(next).isEqualTo(partition.range().to());
    }
  }

  private static List<PlannedPartition> randomPartitions(Random random) {
    var partitions = new ArrayList<PlannedPartition>();
    for (int p = 0; p < 1 + random.nextInt(6); p++) {
      long from = random.nextInt(1_000);
      long span = random.nextInt(3) == 0 ? 0 : random.nextLong(1L << random.nextInt(1, 40));
      partitions.add(partition(p, from, from + span));
    }
    return partitions;
  }

  private static List<ShardPlan> cut(
      Ordering ordering, int workers, int slots, PlannedPartition... partitions) {
    return new ShardCutter(ordering, new WorkerCapacity(workers, slots)).cut(List.of(partitions));
  }

  private static PlannedPartition partition(int partition, long from, long to) {
    return new PlannedPartition(partition, new OffsetRange(from, to), 0, 0);
  }
}
