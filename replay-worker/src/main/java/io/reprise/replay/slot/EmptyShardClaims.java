package io.reprise.replay.slot;

import io.reprise.replay.checkpoint.ShardKey;
import io.reprise.replay.checkpoint.ShardProgress;
import io.reprise.replay.deliver.Deliveries;
import io.reprise.replay.deliver.EmptyShard;
import io.reprise.replay.fencing.EmptyClaim;
import io.reprise.replay.fencing.SlotTransactions;
import io.reprise.replay.journal.ProgressCopy;
import io.reprise.replay.journal.ReplayCopy;
import io.reprise.replay.plan.ShardPlan;
import io.reprise.replay.state.Replay;
import io.reprise.replay.target.WritablePartitions;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.errors.InterruptException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Claims the shards of a slot that have no record to deliver, and marks them DONE, in one
 * transaction (step S6 of docs/protocol.md). A replay of a few keys has many such shards, and a
 * claim of each on its own would take longer than the delivery. A worker has one instance.
 * Thread-safe.
 */
final class EmptyShardClaims {
  private static final Logger LOG = LoggerFactory.getLogger(EmptyShardClaims.class);

  /**
   * The highest number of shards in one transaction. It limits the transaction to about 2 MiB: a
   * progress record has at most about 4 KiB, because it lists at most 32 holes.
   */
  private static final int MOST_AT_ONCE = 256;

  private final String worker;
  private final OwnedSlots slots;
  private final ReplayCopy replays;
  private final ProgressCopy progress;
  private final Deliveries deliveries;
  private final Clock clock;

  EmptyShardClaims(
      String worker,
      OwnedSlots slots,
      ReplayCopy replays,
      ProgressCopy progress,
      Deliveries deliveries,
      Clock clock) {
    this.worker = worker;
    this.slots = slots;
    this.replays = replays;
    this.progress = progress;
    this.deliveries = deliveries;
    this.clock = clock;
  }

  /**
   * Finds the shards of the task's replay in a slot that were never claimed and have no record to
   * deliver. Reads indexes, but no records, and waits at most one second. An error is no error of a
   * shard: the shard is then delivered as any other, which reports the error.
   *
   * @param asked the shards for which the indexes need not be asked again; this method adds those
   *     that it has asked about
   */
  List<EmptyShard> find(int slot, ShardTask task, Set<ShardKey> asked) {
    if (task.kind() != ShardTask.Kind.BEGIN || task.last() != null) {
      return List.of();
    }
    var replay = task.replay();
    var keys =
        slots.shardsIn(slot).stream()
            .filter(key -> key.replay().equals(replay.id()))
            .filter(key -> !asked.contains(key) && progress.of(key) == null)
            .limit(MOST_AT_ONCE)
            .toList();
    if (keys.isEmpty()) {
      return List.of();
    }
    asked.addAll(keys);
    try {
      var shards = keys.stream().map(key -> replay.plan().shards().get(key.index())).toList();
      return deliveries.findEmpty(replay, shards);
    } catch (InterruptException e) {
      throw e;
    } catch (RuntimeException e) {
      LOG.debug(
          "worker could not find out which shards have no matching record, and delivers them one by"
              + " one replay={} slot={} cause={}",
          replay.id(),
          slot,
          e.toString());
      return List.of();
    }
  }

  /**
   * Claims empty shards and marks them DONE, in one transaction. The caller must have just read the
   * slot's progress records and the events of all replays to their ends (step S3 of
   * docs/protocol.md). Leaves out shards that may no longer be claimed according to these records
   * and events.
   *
   * @param empty shards of the task's replay, found before step S3
   * @return the last progress record that was committed; empty if there was no shard to claim
   * @throws SlotLostException when this worker no longer owns the slot
   */
  Optional<ShardProgress> claim(
      SlotOwnership ownership,
      ShardTask task,
      List<EmptyShard> empty,
      SlotTransactions transactions) {
    var replay = replays.table().replay(task.replay().id());
    if (replay == null || !mayDeliver(replay, task) || !hasPlannedTopics(replay, empty)) {
      return Optional.empty();
    }
    var now = clock.instant();
    var claims = new ArrayList<EmptyClaim>();
    for (var shard : empty) {
      var key = new ShardKey(replay.id(), shard.shard().index());
      if (mayClaim(key, transactions)) {
        claims.add(claim(ownership, replay, key, shard, now));
      }
    }
    if (claims.isEmpty()) {
      return Optional.empty();
    }
    slots.whileOwned(ownership, group -> transactions.claimEmpty(claims, group));
    LOG.info(
        "worker has claimed shards without a matching record and marked them DONE replay={} slot={}"
            + " shards={} first={}",
        replay.id(),
        ownership.slot(),
        claims.size(),
        claims.get(0).claimed().shard());
    return Optional.of(claims.get(claims.size() - 1).done());
  }

  private static boolean mayDeliver(Replay replay, ShardTask task) {
    return !replay.isExpired()
        && replay.state().delivers()
        && replay.attempt() == task.replay().attempt();
  }

  /**
   * Returns whether the source topic and the target topic of the replay are those of its plan. The
   * source topic's id is checked after the indexes were read. If it is the planned id, the indexes
   * belong to the planned topic.
   */
  private boolean hasPlannedTopics(Replay replay, List<EmptyShard> empty) {
    ShardPlan any = empty.get(0).shard();
    try {
      deliveries.requireTopics(replay, any);
      return true;
    } catch (InterruptException e) {
      throw e;
    } catch (RuntimeException e) {
      LOG.debug(
          "worker claims shards without a matching record one by one, to record an error replay={}"
              + " cause={}",
          replay.id(),
          e.toString());
      return false;
    }
  }

  /**
   * Returns whether the shard was never claimed, and no transaction of it can hang or be in doubt.
   */
  private boolean mayClaim(ShardKey key, SlotTransactions transactions) {
    return progress.doubt(key).isEmpty()
        && progress.of(key) == null
        && transactions.unchecked().before(key, WritablePartitions.NONE).isEmpty();
  }

  private EmptyClaim claim(
      SlotOwnership ownership, Replay replay, ShardKey key, EmptyShard shard, Instant now) {
    var claimed =
        ShardProgress.first(key, ownership.slot(), shard.shard(), replay.attempt(), worker, now);
    return new EmptyClaim(claimed, shard.done(claimed, now));
  }
}
