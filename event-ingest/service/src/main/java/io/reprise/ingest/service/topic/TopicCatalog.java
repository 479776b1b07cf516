package io.reprise.ingest.service.topic;

import io.reprise.kafka.client.KafkaAnswer;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Reads the topics of the cluster. Thread-safe. */
public final class TopicCatalog {
  private static final int ASK_MILLIS = 3_000;

  private final Admin admin;

  /**
   * Creates a catalog of the cluster that {@code admin} is connected to.
   *
   * @param admin the client of the cluster, which its opener closes, not this class
   */
  public TopicCatalog(Admin admin) {
    this.admin = admin;
  }

  /**
   * Returns the topic of this name as it is now; empty if there is none.
   *
   * @throws KafkaUnreachableException if the cluster does not answer
   */
  public Optional<EventTopic> find(String topic) {
    try {
      var options = new DescribeTopicsOptions().timeoutMs(ASK_MILLIS);
      var answer = admin.describeTopics(List.of(topic), options).topicNameValues().get(topic);
      return answer == null ? Optional.empty() : Optional.of(eventTopic(ask(answer)));
    } catch (UnknownTopicOrPartitionException | InvalidTopicException e) {
      return Optional.empty();
    }
  }

  /**
   * Returns the names of the topics that hold events of applications, sorted. Topics of Kafka, a
   * schema registry or Reprise itself are left out. So are the snapshot topics of compactors and
   * their topics of parked events.
   */
  public Collection<String> names() {
    return withPrefix("").stream().filter(TopicName::isForEvents).toList();
  }

  /**
   * Returns the names of all topics, except Kafka's internal ones, that begin with {@code prefix},
   * sorted.
   */
  public Set<String> withPrefix(String prefix) {
    var names =
        new TreeSet<>(ask(admin.listTopics(new ListTopicsOptions().timeoutMs(ASK_MILLIS)).names()));
    names.removeIf(name -> !name.startsWith(prefix));
    return names;
  }

  private static EventTopic eventTopic(TopicDescription description) {
    return new EventTopic(
        description.name(), description.topicId(), description.partitions().size());
  }

  static <T> T ask(KafkaFuture<T> answer) {
    try {
      return KafkaAnswer.of(answer, Duration.ofMillis(ASK_MILLIS + 500));
    } catch (UnknownTopicOrPartitionException | InvalidTopicException e) {
      throw e;
    } catch (KafkaException e) {
      throw new KafkaUnreachableException(e);
    }
  }
}
