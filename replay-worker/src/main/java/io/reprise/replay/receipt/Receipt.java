package io.reprise.replay.receipt;

import io.reprise.replay.checkpoint.ShardProgress;
import io.reprise.replay.plan.PlannedPartition;
import io.reprise.replay.state.Replay;
import io.reprise.replay.state.ReplayAccount;
import io.reprise.replay.state.ReplayState;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * Accounts for every planned offset of a replay: how many offsets were delivered, filtered, parked,
 * skipped or holes. Immutable.
 *
 * @param timestamps which timestamps the copies got: {@code ORIGINAL} or {@code REPLAY}
 * @param acceptExpiry whether the spec allowed that the target topic refuses copies because of
 *     their timestamps, or soon deletes them
 * @param complete whether the receipt is final: the replay is COMPLETED or COMPLETED_WITH_PARKED,
 *     and {@code balanced} is true
 * @param planned number of planned offsets
 * @param missing number of requested offsets that the log did not hold when the plan was made
 * @param balanced whether {@link PartitionReceipt#balanced} is true for every partition
 * @param digest SHA-256 over the index, partition, range and digest of each shard, in order of
 *     shard index; also over the digest of what was written, where it is not what was read
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
    String timestamps,
    boolean acceptExpiry,
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

  /**
   * Makes the receipt of a replay that has not expired.
   *
   * @param records by shard index, the newest progress record of each shard that has one
   * @param doubts by shard index, what is in doubt about the last transaction of a shard
   */
  public static Receipt of(
      Replay replay, Map<Integer, ShardProgress> records, Map<Integer, String> doubts) {
    var plan = replay.plan();
    var shards =
        plan.shards().stream()
            .map(s -> ShardReceipt.of(s, records.get(s.index()), doubts.get(s.index())))
            .toList();
    var partitions = plan.partitions().stream().map(p -> partition(p, shards)).toList();
    boolean balanced = partitions.stream().allMatch(PartitionReceipt::balanced);
    return of(replay, partitions, balanced, digest(shards));
  }

  /** Makes the receipt of an expired replay from the replay's account. */
  public static Receipt ofExpired(Replay replay, ReplayAccount account) {
    return of(
        replay,
        account.partitions().stream().map(PartitionReceipt::of).toList(),
        account.balanced(),
        account.digest());
  }

  private static Receipt of(
      Replay replay, List<PartitionReceipt> partitions, boolean balanced, String digest) {
    var plan = replay.plan();
    boolean completed = isCompleted(replay.state());
    return new Receipt(
        replay.id(),
        plan.spec().name(),
        plan.spec().reason(),
        replay.state().name(),
        replay.attempt(),
        plan.spec().source().topic(),
        plan.topicId(),
        plan.spec().target(),
        plan.spec().timestamps().name(),
        plan.spec().acceptExpiry(),
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
        digest,
        partitions);
  }

  private static boolean isCompleted(ReplayState state) {
    return state instanceof ReplayState.Completed
        || state instanceof ReplayState.CompletedWithParked;
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
        if (shard.written() != null) {
          sha256.update(("written " + shard.written() + "\n").getBytes(StandardCharsets.UTF_8));
        }
      }
      return HexFormat.of().formatHex(sha256.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
