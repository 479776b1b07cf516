package io.reprise.kafka.group;

import io.reprise.kafka.client.KafkaAnswer;
import java.util.Collection;
import java.util.List;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.utils.Utils;

/** Finds where Kafka stores the offsets that a group has committed. Thread-safe. */
public final class GroupOffsets {
  private static final String TOPIC = "__consumer_offsets";

  private GroupOffsets() {}

  /**
   * The partition of {@code __consumer_offsets} that holds the offsets of {@code group}; empty when
   * the topic does not exist yet or this client may not read about it.
   *
   * @throws org.apache.kafka.common.KafkaException when the broker does not answer; a retry is safe
   */
  public static Collection<TopicPartition> of(Admin admin, String group) {
    try {
      var described = admin.describeTopics(List.of(TOPIC)).topicNameValues().values();
      int partitions = KafkaAnswer.of(described.iterator().next()).partitions().size();
      return List.of(new TopicPartition(TOPIC, Utils.abs(group.hashCode()) % partitions));
    } catch (UnknownTopicOrPartitionException | AuthorizationException e) {
      return List.of();
    }
  }
}
