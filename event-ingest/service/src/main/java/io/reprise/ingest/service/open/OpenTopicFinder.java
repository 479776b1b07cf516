package io.reprise.ingest.service.open;

import io.reprise.ingest.service.topic.KafkaUnreachableException;
import io.reprise.ingest.service.topic.TopicCatalog;
import io.reprise.ingest.service.topic.TopicName;
import io.reprise.runtime.http.Problem;
import io.reprise.runtime.http.ProblemException;
import io.reprise.runtime.json.Suggestion;
import java.time.Duration;

/** Finds the topic of a request, or says why events may not be sent there. Thread-safe. */
public final class OpenTopicFinder {
  private final OpenTopics topics;
  private final TopicCatalog catalog;
  private final Duration openWithin;

  public OpenTopicFinder(OpenTopics topics, TopicCatalog catalog, Duration openWithin) {
    this.topics = topics;
    this.catalog = catalog;
    this.openWithin = openWithin;
  }

  /**
   * @throws ProblemException 403 for a reserved topic, 404 for an unknown one, 503 when Kafka does
   *     not say
   */
  public OpenTopic require(String topic) {
    if (TopicName.isReserved(topic)) {
      throw new ProblemException(
          Problem.of(
              403,
              "reserved-topic",
              "Reserved topic",
              "topic '%s' belongs to Reprise or to Kafka itself: send events to another"
                  .formatted(topic)));
    }
    try {
      if (!TopicName.isLegal(topic)) {
        throw unknown(topic);
      }
      return topics.find(topic, openWithin).orElseThrow(() -> unknown(topic));
    } catch (KafkaUnreachableException e) {
      throw new ProblemException(
              Problem.of(
                  503, "kafka-unreachable", "Kafka unreachable", String.valueOf(e.getMessage())))
          .withHeader("Retry-After", "1");
    }
  }

  private ProblemException unknown(String topic) {
    return new ProblemException(
        Problem.of(
            404,
            "unknown-topic",
            "Unknown topic",
            "there is no topic '%s'%s".formatted(topic, Suggestion.among(topic, catalog.names()))));
  }
}
