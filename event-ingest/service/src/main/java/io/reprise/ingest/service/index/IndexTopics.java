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
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.InvalidPartitionsException;
import org.apache.kafka.common.errors.TopicExistsException;

/** Creates index topics and keeps them as wide as their event topics. Thread-safe. */
public final class IndexTopics {
  private static final Duration ASK = Duration.ofSeconds(10);

  /** Entries are needed for one window; a second one is for clocks and slow restarts. */
  private static final int KEPT_WINDOWS = 2;

  private static final Duration KEPT_AT_LEAST = Duration.ofHours(1);

  private final Admin admin;
  private final Duration window;

  public IndexTopics(Admin admin, Duration window) {
    this.admin = admin;
    this.window = window;
  }

  /**
   * Sees to it that each partition of an event topic has one in the index.
   *
   * @throws KafkaUnreachableException when Kafka does not say that it is so
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
  }

  /** Kafka acknowledges a creation before the broker that is asked next knows the topic. */
  private void awaitKnown(String index) {
    try {
      CreatedTopic.describe(admin, index, ASK);
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

  /** False when it failed as foreseen. */
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
