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

  /** A record of the command topic. */
  interface StoredCommand {
    long offset();

    /**
     * @throws io.reprise.replay.journal.UnreadableControlRecordException when this build cannot
     *     read the record
     */
    CommandRecord decode();
  }

  /** The command topic is not assigned to this member, or no longer. */
  final class NotAssignedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public NotAssignedException(RuntimeException cause) {
      super(cause.getMessage(), cause);
    }
  }

  /**
   * Joins the group.
   *
   * @param onRevoked called inside {@link #poll} when the topic was taken away
   */
  void join(Runnable onRevoked);

  /**
   * The next commands; empty while the topic is not assigned.
   *
   * @param wait how long to wait for commands
   * @throws org.apache.kafka.common.errors.WakeupException after {@link #wakeup}
   */
  List<StoredCommand> poll(Duration wait);

  /** Whether the topic is assigned to this member as of the last poll. */
  boolean isAssigned();

  /**
   * Goes back to the committed offset, so that commands which were polled and not decided are
   * polled again.
   *
   * @throws NotAssignedException when the topic was taken away
   */
  void rewind();

  /**
   * The offset of the command that the next poll returns first.
   *
   * @throws NotAssignedException when the topic was taken away
   */
  long nextOffset();

  /** Proves this membership in a transaction. */
  ConsumerGroupMetadata groupMetadata();

  /** Makes the present or the next poll fail. Safe from any thread. */
  void wakeup();

  /** Leaves the group. */
  @Override
  void close();
}
