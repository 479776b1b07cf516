package io.reprise.replay.receipt;

import io.reprise.replay.checkpoint.ShardCounts;
import io.reprise.replay.checkpoint.ShardProgress;
import io.reprise.replay.checkpoint.ShardState;
import io.reprise.replay.checkpoint.ShardTotals;
import io.reprise.replay.plan.ShardPlan;
import io.reprise.replay.state.DecidedCommand;
import io.reprise.replay.state.PartitionAccount;
import io.reprise.replay.state.Replay;
import io.reprise.replay.state.ReplayAccount;
import io.reprise.replay.state.ReplayState;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** Makes the account that replaces the events and records of a replay when it expires. */
public final class ExpiryAccount {
  /**
   * The highest number of commands in an account. If there are more, the newest are kept, so that
   * the event with the account does not grow with the number of commands.
   */
  private static final int MOST_COMMANDS = 1_000;

  /**
   * The highest number of doubts in an account. Each doubt is a text of some hundred characters.
   */
  private static final int MOST_DOUBTS = 100;

  private ExpiryAccount() {}

  /**
   * Makes the account of a replay in a final state.
   *
   * @param records by shard index, the newest progress record of each shard that has one
   * @param doubts by shard index, what is in doubt about the last transaction of a shard
   * @param commands the commands that were decided about the replay, oldest first
   */
  public static ReplayAccount of(
      Replay replay,
      Map<Integer, ShardProgress> records,
      Map<Integer, String> doubts,
      List<DecidedCommand> commands) {
    var receipt = Receipt.of(replay, records, kept(doubts));
    var shards = replay.plan().shards();
    return new ReplayAccount(
        replay.nextSeq(),
        replay.state().name(),
        replay.state() instanceof ReplayState.Failed failed ? failed.cause() : null,
        replay.attempt(),
        replay.throttle(),
        replay.createdAt(),
        replay.startedAt(),
        Objects.requireNonNull(replay.endedAt()),
        shards.size(),
        (int) records.values().stream().filter(r -> r.state() == ShardState.DONE).count(),
        ShardTotals.accounted(shards, index -> nextOffset(records, index)),
        records.values().stream()
            .map(ShardProgress::counts)
            .reduce(ShardCounts.NONE, ShardCounts::plus),
        receipt.balanced(),
        receipt.digest(),
        receipt.partitions().stream().map(ExpiryAccount::account).toList(),
        shards.stream().map(shard -> slot(records, shard)).toList(),
        commands.subList(Math.max(0, commands.size() - MOST_COMMANDS), commands.size()));
  }

  /** Returns the doubts that an account keeps: those about the shards with the lowest indexes. */
  static Map<Integer, String> kept(Map<Integer, String> doubts) {
    var kept = new TreeMap<Integer, String>(doubts);
    while (kept.size() > MOST_DOUBTS) {
      kept.remove(kept.lastKey());
    }
    return kept;
  }

  private static long nextOffset(Map<Integer, ShardProgress> records, int shard) {
    var record = records.get(shard);
    return record == null ? ShardTotals.NEVER_CLAIMED : record.nextOffset();
  }

  private static int slot(Map<Integer, ShardProgress> records, ShardPlan shard) {
    var record = records.get(shard.index());
    return record == null ? ReplayAccount.UNKNOWN_SLOT : record.slot();
  }

  private static Map<Integer, String> doubts(PartitionReceipt receipt) {
    var doubts = new TreeMap<Integer, String>();
    for (var shard : receipt.shards()) {
      var doubt = shard.doubt();
      if (doubt != null) {
        doubts.put(shard.shard().index(), doubt);
      }
    }
    return doubts;
  }

  private static PartitionAccount account(PartitionReceipt receipt) {
    return new PartitionAccount(
        receipt.partition(),
        receipt.range(),
        receipt.missing(),
        receipt.delivered(),
        receipt.filtered(),
        receipt.parked(),
        receipt.skipped(),
        receipt.holes(),
        receipt.balanced(),
        doubts(receipt));
  }
}
