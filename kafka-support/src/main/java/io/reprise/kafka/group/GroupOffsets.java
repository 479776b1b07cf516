package io.reprise.kafka.group;

import io.reprise.kafka.client.TopicDescriptions;
import java.util.Collection;
import java.util.List;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.utils.Utils;

/**
 * Finds the partition of {@code __consumer_offsets} in which Kafka stores the committed offsets of
 * a group. Thread-safe.
 */
public final class GroupOffsets {
  private static final String TOPIC = "__consumer_offsets";

  private GroupOffsets() {}

  /**
   * Returns the partition of {@code __consumer_offsets} that holds the offsets of {@code group}.
   * Returns an empty collection if the topic does not exist yet, or if this client is not
   * authorized to describe the topic.
   *
   * @throws org.apache.kafka.common.KafkaException if the broker does not answer; a retry is safe
   */
  public static Collection<TopicPartition> of(Admin admin, String group) {
    try {
      int partitions = TopicDescriptions.of(admin, TOPIC).partitions().size();
      return List.of(new TopicPartition(TOPIC, Utils.abs(group.hashCode()) % partitions));
    } catch (UnknownTopicOrPartitionException | AuthorizationException e) {
      return List.of();
    }
  }
}
