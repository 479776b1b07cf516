package io.reprise.ingest.service.open;

import io.reprise.ingest.service.index.IndexForbiddenException;
import io.reprise.ingest.service.refusal.Refusal;
import io.reprise.ingest.service.refusal.Refusal.Reason;
import io.reprise.ingest.service.refusal.RequestRefusedException;
import io.reprise.ingest.service.topic.KafkaUnreachableException;
import io.reprise.ingest.service.topic.TopicCatalog;
import io.reprise.ingest.service.topic.TopicName;
import io.reprise.runtime.json.Suggestion;
import java.time.Duration;

/**
 * Finds the topic of a request, or refuses the request if events cannot be sent to the topic.
 * Thread-safe.
 */
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
   * Returns the topic of this name, ready to take events. If this instance has not taken events for
   * the topic yet, the topic's dedupe window is restored first.
   *
   * @throws RequestRefusedException if the topic is reserved or unknown, if Kafka does not answer,
   *     or if Kafka does not let this service write the ids of the topic's events
   */
  public OpenTopic require(String topic) {
    if (TopicName.isReserved(topic)) {
      throw new RequestRefusedException(
          new Refusal(
              Reason.RESERVED_TOPIC,
              "topic '%s' belongs to Reprise or to Kafka itself: send events to another"
                  .formatted(topic)));
    }
    try {
      if (!TopicName.isLegal(topic)) {
        throw unknown(topic);
      }
      var open = topics.find(topic, openWithin).orElseThrow(() -> unknown(topic));
      open.index()
          .fault()
          .ifPresent(
              fault -> {
                throw forbidden(fault);
              });
      return open;
    } catch (IndexForbiddenException e) {
      throw forbidden(String.valueOf(e.getMessage()));
    } catch (KafkaUnreachableException e) {
      throw new RequestRefusedException(
          new Refusal(Reason.KAFKA_UNREACHABLE, String.valueOf(e.getMessage())));
    }
  }

  private static RequestRefusedException forbidden(String detail) {
    return new RequestRefusedException(new Refusal(Reason.KAFKA_FORBIDS, detail));
  }

  private RequestRefusedException unknown(String topic) {
    var similar = Suggestion.among(topic, catalog.names());
    return new RequestRefusedException(
        new Refusal(
            Reason.UNKNOWN_TOPIC,
            "there is no topic '%s'%s%s".formatted(topic, similar, creation(topic, similar))));
  }

  /** Returns how to create the topic, as a sentence; empty for a name that no topic may have. */
  private static String creation(String topic, String similar) {
    return TopicName.isLegal(topic) && TopicName.isForEvents(topic)
        ? "%s create it with `reprise topics create %s --partitions N`"
            .formatted(similar.endsWith("?") ? " Or" : "; or", topic)
        : "";
  }
}
