package io.reprise.replay.coordinate;

import io.reprise.replay.journal.CommandRecord;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;

/**
 * Reads {@code reprise.commands} as a member of the coordinators' group, which assigns the topic to
 * one member at a time: the coordinator.
 *
 * <p>Threading: confined to one thread, apart from {@link #wakeup}.
 */
public interface CommandSource extends AutoCloseable {

  /** A command and its offset in the command topic. */
  interface StoredCommand {
    long offset();

    /**
     * Decodes the command.
     *
     * @throws io.reprise.replay.journal.UnreadableControlRecordException when this build cannot
     *     read the record
     */
    CommandRecord decode();
  }

  /** Thrown when the command topic is not, or is no longer, assigned to this member. */
  final class NotAssignedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public NotAssignedException(RuntimeException cause) {
      super(cause.getMessage(), cause);
    }
  }

  /**
   * Joins the coordinators' group.
   *
   * @param onRevoked called inside {@link #poll} when the command topic is no longer assigned to
   *     this member
   */
  void join(Runnable onRevoked);

  /**
   * Returns the next commands. Returns an empty list while the command topic is not assigned to
   * this member.
   *
   * @param wait how long to wait for commands
   * @throws org.apache.kafka.common.errors.WakeupException after {@link #wakeup}
   */
  List<StoredCommand> poll(Duration wait);

  /** Returns whether the command topic was assigned to this member at the last poll. */
  boolean isAssigned();

  /**
   * Moves the position back to the offset that the coordinators' group has committed. The next
   * {@link #poll} then returns again the commands that were polled but not decided.
   *
   * @throws NotAssignedException when the command topic is no longer assigned to this member
   */
  void rewind();

  /**
   * Returns the offset of the first command that the next poll will return.
   *
   * @throws NotAssignedException when the command topic is no longer assigned to this member
   */
  long nextOffset();

  /**
   * Returns the metadata of the coordinators' group. A transaction that carries the metadata proves
   * that this member still belongs to the group.
   */
  ConsumerGroupMetadata groupMetadata();

  /**
   * Makes the current or the next {@link #poll} throw a {@code WakeupException}. Safe on any
   * thread.
   */
  void wakeup();

  /** Leaves the coordinators' group and closes the consumer. */
  @Override
  void close();
}
