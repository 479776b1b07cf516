package io.reprise.kafka.client;

import java.util.List;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;

/** Describes topics: their ids, partitions, leaders and replicas. Stateless and thread-safe. */
public final class TopicDescriptions {
  private TopicDescriptions() {}

  /**
   * Describes one topic with one request.
   *
   * @throws org.apache.kafka.common.errors.UnknownTopicOrPartitionException if the broker does not
   *     know the topic. For a topic that was created a moment ago, use {@link CreatedTopic}, which
   *     waits
   * @throws org.apache.kafka.common.errors.AuthorizationException if the client may not describe
   *     the topic
   * @throws org.apache.kafka.common.KafkaException if the broker answers with another error; a
   *     retry is safe
   * @throws org.apache.kafka.common.errors.InterruptException when the thread is interrupted; its
   *     interrupt flag stays set
   */
  public static TopicDescription of(Admin admin, String topic) {
    var answers = admin.describeTopics(List.of(topic)).topicNameValues();
    return KafkaAnswer.of(answers.values().iterator().next());
  }
}
