package io.reprise.replay.journal;

import io.reprise.replay.checkpoint.ShardKey;
import io.reprise.replay.checkpoint.ShardProgress;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A worker's copy of {@code reprise.progress}: the newest progress record of every shard.
 * Thread-safe.
 */
public interface ProgressCopy {

  /**
   * Returns a number that grows with every progress record that this copy reads. If two calls
   * return the same number, the copy has not changed between them.
   */
  long changes();

  /** Returns a copy of the newest progress record of each shard of a replay, by shard index. */
  Map<Integer, ShardProgress> of(String replay);

  /** Returns the newest progress record of one shard, or null if the shard was never claimed. */
  @Nullable ShardProgress of(ShardKey shard);

  /**
   * Returns whether the replay has ended for good and none of its shards is CLAIMED, so that no
   * worker has anything to do for it. A copy that does not keep track returns false.
   */
  default boolean isSettled(String replay) {
    return false;
  }

  /**
   * Waits until this copy holds every record that read_committed readers could see before the call.
   *
   * @throws StaleControlException when that takes too long; a retry is safe
   */
  void catchUp();

  /**
   * Waits until this copy holds every record of one slot, also those of transactions that are not
   * visible yet. Only for the owner of the slot that has fenced its predecessor (step S2 of
   * docs/protocol.md), because then no other transaction can be open.
   *
   * @throws StaleControlException also when a transaction stays open; a retry is safe
   */
  void catchUpOwned(int slot);

  /**
   * Waits until {@code written}, a committed progress record, is visible in this copy, and
   * therefore to every other reader.
   *
   * @throws StaleControlException when it does not become visible in time
   */
  void awaitVisible(ShardProgress written);
}
