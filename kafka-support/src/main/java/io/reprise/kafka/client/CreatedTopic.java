package io.reprise.kafka.client;

import io.reprise.kafka.time.Deadline;
import io.reprise.kafka.time.Interruption;
import java.time.Duration;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * Describes a topic that may have been created a moment ago. Kafka acknowledges the creation of a
 * topic before every broker knows the topic, so a broker may answer that the topic does not exist.
 * Thread-safe.
 */
public final class CreatedTopic {
  private static final Duration CHECK_AGAIN = Duration.ofMillis(20);

  private CreatedTopic() {}

  /**
   * Describes a topic. While the broker answers that it does not know the topic, repeats the
   * request every 20 ms.
   *
   * @param limit time after which the request is no longer repeated
   * @throws UnknownTopicOrPartitionException if the broker did not know the topic within the limit;
   *     a retry is safe
   * @throws org.apache.kafka.common.KafkaException if the broker answers with another error, after
   *     which the request is not repeated; a retry is safe
   */
  public static TopicDescription describe(Admin admin, String topic, Duration limit) {
    var deadline = Deadline.after(limit);
    while (true) {
      try {
        return TopicDescriptions.of(admin, topic);
      } catch (UnknownTopicOrPartitionException e) {
        if (deadline.isPassed()) {
          throw e;
        }
        Interruption.sleep(CHECK_AGAIN);
      }
    }
  }
}
