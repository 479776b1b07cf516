package io.reprise.local.dev;

import io.reprise.kafka.client.KafkaAnswer;
import io.reprise.kafka.time.Deadline;
import io.reprise.kafka.time.Interruption;
import io.reprise.store.facts.TopicInspector;
import io.reprise.store.facts.TopicNotFoundException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Creates and deletes topics on the broker of a stack. */
public final class DevTopics {
  private static final Duration SERVED_LIMIT = Duration.ofSeconds(15);
  private static final Duration POLL_EVERY = Duration.ofMillis(20);

  private DevTopics() {}

  /**
   * Creates each of {@code topics} that does not exist, with {@code partitions} partitions and the
   * brokers' default replication factor. Returns once a broker knows all of {@code topics}.
   */
  public static void ensure(String bootstrapServers, int partitions, String... topics) {
    for (var topic : topics) {
      ensure(bootstrapServers, new NewTopic(topic, Optional.of(partitions), Optional.empty()));
    }
  }

  /**
   * Creates each topic that does not exist, with the given number of partitions. Returns once a
   * broker knows all topics.
   */
  static void ensure(String bootstrapServers, Map<String, Integer> partitions) {
    try (var admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
      partitions.forEach(
          (topic, count) ->
              create(admin, new NewTopic(topic, Optional.of(count), Optional.empty())));
      partitions.keySet().forEach(topic -> awaitServed(admin, topic));
    }
  }

  /** Creates the topic if it does not exist. Returns once a broker knows the topic. */
  public static void ensure(String bootstrapServers, NewTopic topic) {
    try (var admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
      create(admin, topic);
      awaitServed(admin, topic.name());
    }
  }

  /** Deletes a topic if it exists. */
  public static void remove(String bootstrapServers, String topic) {
    try (var admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
      KafkaAnswer.of(admin.deleteTopics(List.of(topic)).all());
    } catch (UnknownTopicOrPartitionException e) {
      // The topic does not exist, so there is nothing to delete.
    } catch (ApiException e) {
      throw new KafkaException("cannot delete topic " + topic, e);
    }
  }

  /**
   * Waits until a broker knows the topic. Kafka acknowledges the creation of a topic before every
   * broker knows the topic.
   */
  private static void awaitServed(Admin admin, String topic) {
    var inspector = new TopicInspector(admin);
    var deadline = Deadline.after(SERVED_LIMIT);
    while (true) {
      try {
        inspector.inspect(topic);
        return;
      } catch (TopicNotFoundException | UnknownTopicOrPartitionException e) {
        if (deadline.isPassed()) {
          throw e;
        }
        Interruption.sleep(POLL_EVERY);
      }
    }
  }

  private static void create(Admin admin, NewTopic topic) {
    try {
      KafkaAnswer.of(admin.createTopics(List.of(topic)).all());
    } catch (TopicExistsException e) {
      // The topic exists already. Its partitions and settings stay as they are.
    } catch (ApiException e) {
      throw new KafkaException("cannot create topic " + topic.name(), e);
    }
  }
}
