package io.reprise.kafka.client;

import io.reprise.kafka.time.Deadline;
import io.reprise.kafka.time.Interruption;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * Describes topics that may just have been created. Kafka acknowledges a creation before each
 * broker has learned of the topic, so a request about the topic can still fail. Thread-safe.
 */
public final class CreatedTopic {
  private static final Duration CHECK_AGAIN = Duration.ofMillis(20);

  private CreatedTopic() {}

  /**
   * Describes a topic, and asks again until a broker knows the topic.
   *
   * @param limit how long to ask again
   * @throws UnknownTopicOrPartitionException when no broker knew the topic within the limit; a
   *     retry is safe
   */
  public static TopicDescription describe(Admin admin, String topic, Duration limit) {
    var deadline = Deadline.after(limit);
    while (true) {
      try {
        var described = admin.describeTopics(List.of(topic)).topicNameValues().values();
        return KafkaAnswer.of(described.iterator().next());
      } catch (UnknownTopicOrPartitionException e) {
        if (deadline.isPassed()) {
          throw e;
        }
        Interruption.sleep(CHECK_AGAIN);
      }
    }
  }
}
