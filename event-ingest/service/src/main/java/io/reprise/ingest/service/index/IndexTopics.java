package io.reprise.ingest.service.index;

import io.reprise.ingest.service.topic.EventTopic;
import io.reprise.ingest.service.topic.KafkaUnreachableException;
import io.reprise.kafka.client.CreatedTopic;
import io.reprise.kafka.client.KafkaAnswer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.errors.InvalidPartitionsException;
import org.apache.kafka.common.errors.TopicExistsException;

/**
 * Creates the topics of id indexes and gives each as many partitions as its event topic.
 * Thread-safe.
 */
public final class IndexTopics {
  private static final Duration ASK = Duration.ofSeconds(10);

  /**
   * How long the records of an index topic are kept, as a multiple of the dedupe window. An id is
   * needed for one dedupe window. The second window is a reserve for clock differences and slow
   * restarts.
   */
  private static final int KEPT_WINDOWS = 2;

  private static final Duration KEPT_AT_LEAST = Duration.ofHours(1);

  private final Admin admin;
  private final Duration window;

  public IndexTopics(Admin admin, Duration window) {
    this.admin = admin;
    this.window = window;
  }

  /**
   * Creates the index topic of an event topic if the index topic is missing. Adds partitions to an
   * index topic that has fewer partitions than the event topic.
   *
   * @throws KafkaUnreachableException if Kafka does not confirm the change; a retry is safe
   * @throws IndexForbiddenException if Kafka does not let this service write to the index topic
   */
  public void ensure(EventTopic topic) {
    var index = TopicIndex.of(topic.name());
    var wanted =
        new NewTopic(index, Optional.of(topic.partitions()), Optional.empty()).configs(settings());
    if (!succeeds(admin.createTopics(List.of(wanted)).all(), TopicExistsException.class)) {
      var grown = Map.of(index, NewPartitions.increaseTo(topic.partitions()));
      succeeds(admin.createPartitions(grown).all(), InvalidPartitionsException.class);
    }
    awaitKnown(index);
    requireWritable(index);
  }

  /**
   * Waits until Kafka can describe the created index topic. Kafka acknowledges a creation before
   * every broker knows the new topic.
   */
  private void awaitKnown(String index) {
    try {
      CreatedTopic.describe(admin, index, ASK);
    } catch (KafkaException e) {
      throw new KafkaUnreachableException(e);
    }
  }

  /**
   * Without this check, events would be stored before the first write of their ids fails. A broker
   * that does not tell what the client may do is believed to allow it.
   */
  private void requireWritable(String index) {
    var options = new DescribeTopicsOptions().includeAuthorizedOperations(true);
    try {
      var described = admin.describeTopics(List.of(index), options).topicNameValues();
      var allowed =
          KafkaAnswer.of(described.values().iterator().next(), ASK).authorizedOperations();
      if (allowed != null && !allowed.contains(AclOperation.WRITE)) {
        throw new IndexForbiddenException(index);
      }
    } catch (KafkaException e) {
      throw new KafkaUnreachableException(e);
    }
  }

  private Map<String, String> settings() {
    long kept = Math.max(KEPT_AT_LEAST.toMillis(), KEPT_WINDOWS * window.toMillis());
    return Map.of(
        "cleanup.policy", "delete",
        "retention.ms", Long.toString(kept),
        "segment.ms", Long.toString(kept / 2));
  }

  /**
   * Waits for Kafka's answer to a call. Returns true if the call succeeded, and false if the call
   * failed with the {@code foreseen} exception.
   */
  private static boolean succeeds(KafkaFuture<Void> answer, Class<? extends Exception> foreseen) {
    try {
      KafkaAnswer.of(answer, ASK);
      return true;
    } catch (KafkaException e) {
      if (foreseen.isInstance(e)) {
        return false;
      }
      throw new KafkaUnreachableException(e);
    }
  }
}
