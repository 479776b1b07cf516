package io.reprise.replay.receipt;

import io.reprise.replay.plan.PlannedPartition;
import io.reprise.store.OffsetRange;
import java.util.List;

/**
 * The account of one partition: {@code range.span = delivered + filtered + parked + skipped +
 * holes} when it is complete.
 *
 * @param range the offsets that were planned
 * @param missing offsets asked for that the log did not hold when planned; outside {@code range}
 * @param shards by index
 */
public record PartitionReceipt(
    int partition,
    OffsetRange range,
    long missing,
    long delivered,
    long filtered,
    long parked,
    long skipped,
    long holes,
    boolean balanced,
    List<ShardReceipt> shards) {

  static PartitionReceipt of(PlannedPartition planned, List<ShardReceipt> shards) {
    long delivered = shards.stream().mapToLong(s -> s.counts().delivered()).sum();
    long filtered = shards.stream().mapToLong(s -> s.counts().filtered()).sum();
    long parked = shards.stream().mapToLong(s -> s.counts().parked()).sum();
    long skipped = shards.stream().mapToLong(s -> s.counts().skipped()).sum();
    long holes = holes(shards);
    long accounted = delivered + filtered + parked + skipped + holes;
    boolean balanced =
        shards.stream().allMatch(ShardReceipt::balanced) && accounted == planned.range().span();
    return new PartitionReceipt(
        planned.partition(),
        planned.range(),
        planned.missing(),
        delivered,
        filtered,
        parked,
        skipped,
        holes,
        balanced,
        shards);
  }

  /** Buckets of one range all see the same holes: they count once. */
  private static long holes(List<ShardReceipt> shards) {
    return shards.stream()
        .filter(s -> s.shard().bucket() == 0)
        .mapToLong(s -> s.counts().holes())
        .sum();
  }
}
