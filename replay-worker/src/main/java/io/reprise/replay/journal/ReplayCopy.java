package io.reprise.replay.journal;

import io.reprise.replay.state.DecidedCommand;
import io.reprise.replay.state.ReplayTable;
import java.time.Duration;
import java.util.List;

/**
 * A worker's copy of {@code reprise.replays}. The copy knows when it last held every event of the
 * topic. Thread-safe.
 */
public interface ReplayCopy {

  /**
   * Returns all replays, in the states that follow from the events that this copy has read so far.
   * Does not wait.
   */
  ReplayTable table();

  /**
   * Returns the time since this copy was last known to hold every event that read_committed readers
   * could see.
   */
  Duration age();

  /**
   * Returns whether {@code command} was already decided: an event of its replay answers it. The
   * copy knows all answered commands, not only the last one of each replay. The reason: if the
   * committed offset of the coordinators' group is lost, because the group was deleted or its
   * offsets expired, the coordinator reads all commands again.
   */
  boolean isDecided(CommandRecord command);

  /** Returns the commands that were decided about a replay, oldest first. */
  List<DecidedCommand> decisions(String replay);

  /**
   * Waits until this copy holds every event that read_committed readers could see at the time of
   * this call.
   *
   * @throws StaleControlException when that takes too long. The caller must then not deliver on the
   *     basis of this copy; a retry is safe
   */
  ReplayTable catchUp();

  /**
   * Waits until this copy holds every committed event, including events that read_committed readers
   * cannot see yet at the time of this call. Only for a coordinator that has fenced its predecessor
   * (step T2 of docs/protocol.md): no other transaction can then be open in the topic.
   *
   * @throws StaleControlException when that takes too long, for example because a transaction
   *     hangs; a retry is safe
   */
  void catchUpOwned();
}
