package io.reprise.replay.receipt;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.reprise.replay.plan.PlannedPartition;
import io.reprise.replay.state.PartitionAccount;
import io.reprise.store.OffsetRange;
import java.util.List;
import java.util.Map;

/**
 * The receipt of one partition. When the replay is complete, the number of offsets in {@code range}
 * equals {@code delivered + filtered + parked + skipped + holes}.
 *
 * @param range the planned offsets of the partition
 * @param missing number of requested offsets that the log did not hold when the plan was made;
 *     {@code range} does not contain them
 * @param balanced true if two conditions hold. The counts of the partition add up to the number of
 *     offsets in {@code range}. For each shard, the counts add up to the number of the shard's
 *     offsets below its {@code nextOffset}
 * @param shards the receipts of the partition's shards, by index; empty if the replay has expired
 * @param doubts for an expired replay, by shard index: what was in doubt about a shard's last
 *     transaction at the expiry. Empty for other replays, whose {@code shards} name the doubts
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
    List<ShardReceipt> shards,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<Integer, String> doubts) {

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
        shards,
        Map.of());
  }

  /** Makes the receipt of a partition of an expired replay. The receipt has no shards. */
  static PartitionReceipt of(PartitionAccount account) {
    return new PartitionReceipt(
        account.partition(),
        account.range(),
        account.missing(),
        account.delivered(),
        account.filtered(),
        account.parked(),
        account.skipped(),
        account.holes(),
        account.balanced(),
        List.of(),
        account.doubts());
  }

  /**
   * Returns the number of holes in the partition's range. With the ordering KEY, all shards of a
   * range find the same holes. Therefore only the shards of bucket 0 are counted.
   */
  private static long holes(List<ShardReceipt> shards) {
    return shards.stream()
        .filter(s -> s.shard().bucket() == 0)
        .mapToLong(s -> s.counts().holes())
        .sum();
  }
}
