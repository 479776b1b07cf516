package io.reprise.replay.receipt;

import io.reprise.replay.checkpoint.ShardProgress;
import io.reprise.replay.plan.PlannedPartition;
import io.reprise.replay.state.Replay;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * What a replay did with every offset of its range.
 *
 * @param complete whether the replay is COMPLETED and everything balances: nothing will change any
 *     more
 * @param planned offsets of the range
 * @param digest SHA-256 over the shard digests in order of index, each with its number and range:
 *     the ordered tree of what was delivered
 */
public record Receipt(
    String replay,
    String name,
    String reason,
    String state,
    int attempt,
    String topic,
    String topicId,
    String target,
    String planHash,
    boolean complete,
    long planned,
    long delivered,
    long filtered,
    long parked,
    long skipped,
    long holes,
    long missing,
    boolean balanced,
    String digest,
    List<PartitionReceipt> partitions) {

  /** The receipt that the shard records amount to now. */
  public static Receipt of(Replay replay, Map<Integer, ShardProgress> records) {
    var plan = replay.plan();
    var shards =
        plan.shards().stream().map(s -> ShardReceipt.of(s, records.get(s.index()))).toList();
    var partitions = plan.partitions().stream().map(p -> partition(p, shards)).toList();
    boolean balanced = partitions.stream().allMatch(PartitionReceipt::balanced);
    boolean completed = replay.state().name().startsWith("COMPLETED");
    return new Receipt(
        replay.id(),
        plan.spec().name(),
        plan.spec().reason(),
        replay.state().name(),
        replay.attempt(),
        plan.spec().source().topic(),
        plan.topicId(),
        plan.spec().target(),
        plan.hash(),
        completed && balanced,
        plan.records(),
        partitions.stream().mapToLong(PartitionReceipt::delivered).sum(),
        partitions.stream().mapToLong(PartitionReceipt::filtered).sum(),
        partitions.stream().mapToLong(PartitionReceipt::parked).sum(),
        partitions.stream().mapToLong(PartitionReceipt::skipped).sum(),
        partitions.stream().mapToLong(PartitionReceipt::holes).sum(),
        plan.missing(),
        balanced,
        digest(shards),
        partitions);
  }

  private static PartitionReceipt partition(PlannedPartition planned, List<ShardReceipt> shards) {
    return PartitionReceipt.of(
        planned,
        shards.stream().filter(s -> s.shard().partition() == planned.partition()).toList());
  }

  private static String digest(List<ShardReceipt> shards) {
    try {
      var sha256 = MessageDigest.getInstance("SHA-256");
      for (var shard : shards) {
        var plan = shard.shard();
        var line =
            "%d %d %d %d %s\n"
                .formatted(
                    plan.index(),
                    plan.partition(),
                    plan.range().from(),
                    plan.range().to(),
                    shard.digest());
        sha256.update(line.getBytes(StandardCharsets.UTF_8));
      }
      return HexFormat.of().formatHex(sha256.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
