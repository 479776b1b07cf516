package io.reprise.replay.slot;

import io.reprise.replay.checkpoint.ShardKey;
import io.reprise.replay.checkpoint.ShardState;
import io.reprise.replay.journal.ProgressCopy;
import io.reprise.replay.journal.ReplayCopy;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * What this worker could not run because of its own errors. While there is such a fault, the worker
 * is not ready. One for a worker; thread-safe.
 */
public final class WorkerFaults {
  private final ReplayCopy replays;
  private final ProgressCopy progress;
  private final Map<ShardKey, String> shards = new ConcurrentHashMap<>();
  private final Map<Integer, String> slots = new ConcurrentSkipListMap<>();

  /**
   * @param replays tells which replays run: the faults of others have ended
   * @param progress tells which shards are done
   */
  public WorkerFaults(ReplayCopy replays, ProgressCopy progress) {
    this.replays = replays;
    this.progress = progress;
  }

  /** This worker could not run a shard. */
  void shardFailed(ShardKey shard, String error) {
    shards.put(shard, error);
  }

  /** This worker can run a shard. */
  void shardRuns(ShardKey shard) {
    shards.remove(shard);
  }

  /** This worker could not take over a slot or write its transactions. */
  void slotFailed(int slot, String error) {
    slots.put(slot, error);
  }

  /** The slot works, or this worker no longer runs it. */
  void slotEnded(int slot) {
    slots.remove(slot);
  }

  /** The shards that this worker could not run and that are still to be delivered. */
  List<ShardKey> shards() {
    shards.keySet().removeIf(shard -> !isWanted(shard));
    return shards.keySet().stream().sorted(SlotMembership.BY_AGE).toList();
  }

  private boolean isWanted(ShardKey shard) {
    var replay = replays.table().replay(shard.replay());
    var record = progress.of(shard);
    return replay != null
        && replay.state().delivers()
        && (record == null || record.state() != ShardState.DONE);
  }

  /** The first fault in words; empty if there is none. */
  public Optional<String> first() {
    return shards().stream()
        .findFirst()
        .map(shard -> "cannot run shard " + shard + ": " + shards.get(shard))
        .or(
            () ->
                slots.entrySet().stream()
                    .findFirst()
                    .map(slot -> "cannot run slot " + slot.getKey() + ": " + slot.getValue()));
  }
}
