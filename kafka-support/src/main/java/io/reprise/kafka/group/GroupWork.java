package io.reprise.kafka.group;

import java.util.Collection;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RetriableException;

/**
 * Reacts to partitions that the group assigns to a {@link GroupMember} or revokes from it, and
 * processes the records that the member polls. All methods are called on the member's thread. An
 * implementation may use the consumer that a method receives, but only during that call.
 */
public interface GroupWork {
  /**
   * Called when the group has assigned partitions to this member. The call happens inside a poll,
   * while the member holds the lock of {@link GroupMember#whileStable}. The consumer has not read
   * from the partitions yet, so the method may set their positions.
   */
  default void assigned(Collection<TopicPartition> partitions, Consumer<byte[], byte[]> consumer) {}

  /**
   * Called when this member loses partitions. Either the group revokes the partitions and waits
   * until the method returns, or the group has expelled this member and another member may own the
   * partitions already. The call happens inside a poll or the close of the consumer, while the
   * member holds the lock of {@link GroupMember#whileStable}.
   */
  default void revoked(Collection<TopicPartition> partitions) {}

  /** Called before each poll of the member. */
  default void beforePoll(Consumer<byte[], byte[]> consumer) {}

  /** Called after each poll of the member, also after a poll that returned no records. */
  default void polled(ConsumerRecords<byte[], byte[]> records, Consumer<byte[], byte[]> consumer) {}

  /**
   * Called when a poll of the member, or another method of this interface, has thrown an exception.
   * If this method returns, the member logs the failure and polls again. If this method throws, the
   * membership ends. By default the method returns after a {@link RetriableException} and throws
   * every other failure.
   *
   * @throws RuntimeException to end the membership; the member passes the exception to its {@code
   *     onFatal}
   */
  default void failed(RuntimeException failure) {
    if (!(failure instanceof RetriableException)) {
      throw failure;
    }
  }

  /** Called once when the membership ends, before the consumer leaves the group. */
  default void ended() {}
}
