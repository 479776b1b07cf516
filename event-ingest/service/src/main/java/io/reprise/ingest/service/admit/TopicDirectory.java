package io.reprise.ingest.service.admit;

import io.reprise.runtime.json.Suggestion;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** The topics that events may go to. Thread-safe. The opener closes it. */
public final class TopicDirectory implements AutoCloseable {
  private static final int LIMIT_MILLIS = 5_000;
  private static final String OWN_PREFIX = "reprise.";
  private static final String KAFKAS_PREFIX = "__";

  private final Admin admin;
  private final String indexPrefix;
  private final Map<String, Integer> partitions = new ConcurrentHashMap<>();

  /**
   * @param indexPrefix of topics that are the service's own
   */
  public TopicDirectory(Map<String, Object> clientSettings, String indexPrefix) {
    var settings = new HashMap<>(clientSettings);
    settings.put("default.api.timeout.ms", LIMIT_MILLIS);
    settings.put("request.timeout.ms", LIMIT_MILLIS / 2);
    this.admin = Admin.create(settings);
    this.indexPrefix = indexPrefix;
  }

  /**
   * How many partitions a topic has.
   *
   * @throws TopicUnknownException when there is no such topic for events
   * @throws KafkaDownException when Kafka does not answer
   */
  public int partitions(String topic) {
    var known = partitions.get(topic);
    if (known != null) {
      return known;
    }
    if (topic.startsWith(OWN_PREFIX)
        || topic.startsWith(KAFKAS_PREFIX)
        || topic.startsWith(indexPrefix)) {
      throw new TopicUnknownException(
          "topic '" + topic + "' is not for events: it belongs to the system");
    }
    int count = describe(topic);
    partitions.put(topic, count);
    return count;
  }

  private int describe(String topic) {
    try {
      return await(admin.describeTopics(List.of(topic)).allTopicNames()).values().stream()
          .mapToInt(t -> t.partitions().size())
          .findFirst()
          .orElseThrow();
    } catch (UnknownTopicOrPartitionException | InvalidTopicException e) {
      throw new TopicUnknownException(
          "topic '%s' does not exist%s".formatted(topic, Suggestion.among(topic, names())));
    }
  }

  private Set<String> names() {
    var names = new java.util.TreeSet<>(await(admin.listTopics().names()));
    names.removeIf(name -> name.startsWith(OWN_PREFIX));
    return names;
  }

  /** The connection, for those who need other answers; not to be closed. */
  public Admin admin() {
    return admin;
  }

  /** Why Kafka cannot be used now. */
  public Optional<String> fault() {
    try {
      await(admin.describeCluster().clusterId());
      return Optional.empty();
    } catch (KafkaDownException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  /** Waits for an answer of Kafka's. */
  public static <T> T await(KafkaFuture<T> answer) {
    try {
      return answer.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof TimeoutException timeout) {
        throw new KafkaDownException(timeout);
      }
      throw e.getCause() instanceof RuntimeException cause ? cause : new KafkaDownException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KafkaDownException(e);
    }
  }

  @Override
  public void close() {
    admin.close(Duration.ofSeconds(1));
  }
}
