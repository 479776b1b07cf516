package io.reprise.replay.group;

import io.reprise.kafka.client.KafkaAnswer;
import java.util.Collection;
import java.util.List;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.utils.Utils;

/** Where Kafka keeps the offsets that a group has committed. */
public final class GroupOffsets {
  private static final String TOPIC = "__consumer_offsets";

  private GroupOffsets() {}

  /** The partition; none where no group ever was, or where it is not for us to see. */
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
