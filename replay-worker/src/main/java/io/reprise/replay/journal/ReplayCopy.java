package io.reprise.replay.journal;

import io.reprise.replay.state.ReplayTable;
import java.time.Duration;

/**
 * A worker's copy of {@code reprise.replays}. The copy knows when it was last complete.
 * Thread-safe.
 */
public interface ReplayCopy {

  /**
   * Returns all replays, in the states that follow from the events that this copy has read. Does
   * not wait.
   */
  ReplayTable table();

  /**
   * Returns the time since this copy was last known to hold every event that read_committed readers
   * could see.
   */
  Duration age();

  /**
   * Returns whether {@code command} is already answered by an event of its replay. A coordinator
   * whose committed offset was lost, because the group was deleted or its offsets expired, reads
   * all commands again. Therefore the copy knows all decided commands, not only the last one of
   * each replay.
   */
  boolean isDecided(CommandRecord command);

  /**
   * Waits until this copy holds every event that was visible before the call.
   *
   * @throws StaleControlException when that takes too long: the caller must not deliver on the
   *     basis of this copy; a retry is safe
   */
  ReplayTable catchUp();

  /**
   * Waits until this copy holds every event in the log, also those of transactions that are not
   * visible yet. Only for a coordinator that has fenced its predecessor (step T2 of
   * docs/protocol.md), because then no other transaction can be open.
   *
   * @throws StaleControlException also when a transaction stays open; a retry is safe
   */
  void catchUpOwned();
}
