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

  /** Grows with every record that was read; equal numbers mean that nothing changed in between. */
  long changes();

  /** The newest record of each shard of a replay, by shard index; a copy. */
  Map<Integer, ShardProgress> of(String replay);

  /** The newest record of one shard, or null if it was never claimed. */
  @Nullable ShardProgress of(ShardKey shard);

  /**
   * Waits until this copy holds every record that was visible before the call.
   *
   * @throws StaleControlException when that takes too long; the call may be repeated
   */
  void catchUp();

  /**
   * Waits until this copy holds every record of one slot, also those of transactions that are not
   * visible yet. Only for the owner of the slot that has fenced its predecessor (step S2 of
   * docs/protocol.md), because then no other transaction can be open.
   *
   * @throws StaleControlException also when a transaction stays open; the call may be repeated
   */
  void catchUpOwned(int slot);

  /**
   * Waits until {@code written}, which was committed, is visible in this copy, and so to every
   * other reader.
   *
   * @throws StaleControlException when it does not become visible in time
   */
  void awaitVisible(ShardProgress written);
}
