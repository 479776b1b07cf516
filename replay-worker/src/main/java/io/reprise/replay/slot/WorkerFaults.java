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
 * Collects the shards and slots that this worker could not run because of its own errors. While
 * there is such a shard or slot, the worker reports that it is not ready. A worker has one
 * instance. Thread-safe.
 */
public final class WorkerFaults {
  private final ReplayCopy replays;
  private final ProgressCopy progress;
  private final Map<ShardKey, String> shards = new ConcurrentHashMap<>();
  private final Map<Integer, String> slots = new ConcurrentSkipListMap<>();

  /**
   * Creates an object without faults.
   *
   * @param replays this worker's copy of the replays; a fault counts only while its shard's replay
   *     delivers
   * @param progress this worker's copy of the progress records; a fault of a shard that is DONE
   *     does not count
   */
  public WorkerFaults(ReplayCopy replays, ProgressCopy progress) {
    this.replays = replays;
    this.progress = progress;
  }

  /** Adds a fault: this worker could not run a shard. */
  void shardFailed(ShardKey shard, String error) {
    shards.put(shard, error);
  }

  /** Removes the fault of a shard that this worker can run. */
  void shardRuns(ShardKey shard) {
    shards.remove(shard);
  }

  /** Adds a fault: this worker could not take over a slot or write the slot's transactions. */
  void slotFailed(int slot, String error) {
    slots.put(slot, error);
  }

  /**
   * Removes the fault of a slot, because its transactions succeed again or because this worker no
   * longer runs it.
   */
  void slotEnded(int slot) {
    slots.remove(slot);
  }

  /** Returns the shards that this worker could not run and that are still to be delivered. */
  List<ShardKey> shards() {
    shards.keySet().removeIf(shard -> !isWanted(shard));
    return shards.keySet().stream().sorted(SlotMembership.BY_AGE).toList();
  }

  private boolean isWanted(ShardKey shard) {
    var replay = replays.table().replay(shard.replay());
    if (replay == null || !replay.state().delivers()) {
      return false;
    }
    return progress
        .open(shard)
        .filter(open -> open.last() == null || open.last().state() != ShardState.DONE)
        .isPresent();
  }

  /**
   * Returns what this worker cannot run and why, for the first fault; empty if there is no fault.
   * The text is a clause without a subject.
   */
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
