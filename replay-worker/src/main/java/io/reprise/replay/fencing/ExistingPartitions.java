package io.reprise.replay.fencing;

import io.reprise.kafka.client.KafkaAnswer;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * Tells which partitions still exist. The search for open transactions leaves out partitions of
 * deleted topics, because nobody can read their records. Stateless.
 */
final class ExistingPartitions {
  private ExistingPartitions() {}

  /**
   * Returns those of {@code partitions} that exist. If this client is not authorized to describe a
   * topic, all given partitions of the topic count as existing.
   *
   * @throws org.apache.kafka.common.KafkaException when Kafka does not answer; a retry is safe
   */
  static Set<TopicPartition> of(Admin admin, Collection<TopicPartition> partitions) {
    var topics = partitions.stream().map(TopicPartition::topic).collect(Collectors.toSet());
    var counts = new HashMap<String, Integer>();
    if (!topics.isEmpty()) {
      admin
          .describeTopics(topics)
          .topicNameValues()
          .forEach((topic, described) -> counts.put(topic, count(described)));
    }
    return partitions.stream()
        .filter(tp -> tp.partition() < counts.getOrDefault(tp.topic(), 0))
        .collect(Collectors.toCollection(HashSet::new));
  }

  private static int count(KafkaFuture<TopicDescription> described) {
    try {
      return KafkaAnswer.of(described).partitions().size();
    } catch (UnknownTopicOrPartitionException e) {
      return 0;
    } catch (AuthorizationException e) {
      return Integer.MAX_VALUE;
    }
  }
}
