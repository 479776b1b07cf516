package io.reprise.kafka.group;

import java.util.Collection;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RetriableException;

/**
 * What a {@link GroupMember} does with its membership. All methods are called on the member's
 * thread, so an implementation may use the consumer that it is given, during the call only.
 */
public interface GroupWork {
  /**
   * The group gave partitions to this member. Called inside poll, under the lock of {@link
   * GroupMember#whileStable}. Nothing of the partitions was read yet: this is the place to seek.
   */
  default void assigned(Collection<TopicPartition> partitions, Consumer<byte[], byte[]> consumer) {}

  /**
   * Partitions no longer belong to this member: the group revoked them, or the member was expelled
   * and another may own them already. Called inside poll or close, under the lock of {@link
   * GroupMember#whileStable}; the group waits until the method returns.
   */
  default void revoked(Collection<TopicPartition> partitions) {}

  /** Called before each poll. */
  default void beforePoll(Consumer<byte[], byte[]> consumer) {}

  /** Called after each poll, also when it returned no records. */
  default void polled(ConsumerRecords<byte[], byte[]> records, Consumer<byte[], byte[]> consumer) {}

  /**
   * Polling or one of the other methods failed. On return the member logs the failure and polls
   * again. By default it does so after errors that Kafka calls retriable; all others end the
   * membership.
   *
   * @throws RuntimeException to end the membership; the member's {@code onFatal} receives it
   */
  default void failed(RuntimeException failure) {
    if (!(failure instanceof RetriableException)) {
      throw failure;
    }
  }

  /** The membership is over. Called once, before the consumer leaves the group. */
  default void ended() {}
}
