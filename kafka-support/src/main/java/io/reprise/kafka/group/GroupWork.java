package io.reprise.kafka.group;

import java.util.Collection;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RetriableException;

/**
 * Processes the records that a {@link GroupMember} polls, and reacts when the group assigns
 * partitions to the member or revokes them. The member calls all methods on its own thread. An
 * implementation may use the consumer that a method receives, but only until the method returns.
 */
public interface GroupWork {
  /**
   * Called when the group has assigned partitions to this member. The call happens during a poll.
   * While it runs, the actions of {@link GroupMember#whileStable} cannot run. The consumer has read
   * nothing from the partitions yet, so this method may set the positions at which the consumer
   * begins.
   */
  default void assigned(Collection<TopicPartition> partitions, Consumer<byte[], byte[]> consumer) {}

  /**
   * Called when this member loses partitions, for one of two reasons. The group may have revoked
   * them; it then waits until this method returns. Or the group has expelled this member; another
   * member may then own the partitions already.
   *
   * <p>The call happens during a poll or the close of the consumer. While it runs, the actions of
   * {@link GroupMember#whileStable} cannot run.
   */
  default void revoked(Collection<TopicPartition> partitions) {}

  /** Called before each poll of the member. */
  default void beforePoll(Consumer<byte[], byte[]> consumer) {}

  /** Called after each poll of the member, also if the poll has returned no records. */
  default void polled(ConsumerRecords<byte[], byte[]> records, Consumer<byte[], byte[]> consumer) {}

  /**
   * Called when a poll of the member, or another method of this interface, has thrown an exception.
   * If this method returns, the member logs the failure and polls again. If this method throws, the
   * membership ends. By default it returns after a {@link RetriableException}, and throws every
   * other failure.
   *
   * @throws RuntimeException to end the membership; the member passes the exception to its {@code
   *     onFatal}
   */
  default void failed(RuntimeException failure) {
    if (!(failure instanceof RetriableException)) {
      throw failure;
    }
  }

  /** Called once when the membership ends, before the member leaves the group. */
  default void ended() {}
}
