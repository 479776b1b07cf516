package io.reprise.replay.operate;

import io.reprise.replay.checkpoint.ShardTotals;
import io.reprise.replay.plan.Plan;
import io.reprise.replay.plan.PlannedPartition;
import io.reprise.replay.state.PartitionAccount;
import io.reprise.replay.state.Replay;
import io.reprise.replay.state.ReplayState;
import io.reprise.store.OffsetRange;
import io.reprise.store.PartitionRange;
import java.util.List;
import java.util.Map;
import java.util.function.IntToLongFunction;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Finds the partitions of a plan of which an earlier replay has delivered offsets. */
final class DeliveredOffsets {
  private static final OffsetRange NONE = new OffsetRange(0, 0);

  private DeliveredOffsets() {}

  private record Read(int partition, OffsetRange range) {}

  /**
   * Returns the partitions in which the earlier replay has read an offset that {@code plan} reads
   * too, lowest first. A replay that runs or is paused counts with all its planned offsets, because
   * it is going to read them. A replay that has stopped counts with the offsets that its progress
   * records account for. The filters of the two replays are not compared.
   *
   * @param delivered number of records that the earlier replay has delivered. If it has stopped and
   *     delivered none, the result is empty
   * @param nextOffsets returns a function that gives, for a shard index of the earlier replay, the
   *     first offset that this shard has not counted; {@link ShardTotals#NEVER_CLAIMED} if the
   *     shard was never claimed. Called only if the earlier replay stopped before its end, and has
   *     not expired
   */
  static List<Integer> partitions(
      Plan plan, Replay earlier, long delivered, Supplier<IntToLongFunction> nextOffsets) {
    if (!goesOn(earlier.state()) && delivered == 0) {
      return List.of();
    }
    Map<Integer, OffsetRange> wanted =
        plan.partitions().stream()
            .collect(Collectors.toMap(PlannedPartition::partition, PlannedPartition::range));
    return reads(earlier, nextOffsets)
        .filter(read -> wanted.getOrDefault(read.partition(), NONE).overlaps(read.range()))
        .map(Read::partition)
        .distinct()
        .sorted()
        .toList();
  }

  /**
   * Returns the offsets that an ended replay has passed, whether it has delivered or filtered them.
   *
   * @param nextOffsets as for {@link #partitions}
   */
  static List<PartitionRange> passed(Replay ended, Supplier<IntToLongFunction> nextOffsets) {
    return reads(ended, nextOffsets)
        .filter(read -> !read.range().isEmpty())
        .map(read -> new PartitionRange(read.partition(), read.range()))
        .distinct()
        .toList();
  }

  private static Stream<Read> reads(Replay earlier, Supplier<IntToLongFunction> nextOffsets) {
    var expiry = earlier.expiry();
    if (expiry != null) {
      // The account has no offsets of single shards, so a partition counts with all its offsets.
      return expiry.account().partitions().stream()
          .filter(account -> account.delivered() > 0)
          .map(DeliveredOffsets::read);
    }
    if (goesOn(earlier.state()) || isComplete(earlier.state())) {
      return earlier.plan().partitions().stream().map(p -> new Read(p.partition(), p.range()));
    }
    var nextOffset = nextOffsets.get();
    return earlier.plan().shards().stream()
        .map(
            shard -> {
              long from = shard.range().from();
              long next = Math.max(from, nextOffset.applyAsLong(shard.index()));
              return new Read(shard.partition(), new OffsetRange(from, next));
            });
  }

  private static Read read(PartitionAccount account) {
    return new Read(account.partition(), account.range());
  }

  private static boolean goesOn(ReplayState state) {
    return state instanceof ReplayState.Running
        || state instanceof ReplayState.Pausing
        || state instanceof ReplayState.Paused;
  }

  private static boolean isComplete(ReplayState state) {
    return state instanceof ReplayState.Completed
        || state instanceof ReplayState.CompletedWithParked;
  }
}
