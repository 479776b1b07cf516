package io.reprise.ingest.service.open;

import io.reprise.ingest.service.dedupe.IdHash;
import io.reprise.ingest.service.dedupe.IdWindow;
import io.reprise.ingest.service.dedupe.StoredId;
import io.reprise.ingest.service.index.TopicIndex;
import io.reprise.ingest.service.publish.SendOutcome;
import io.reprise.ingest.service.topic.EventTopic;
import java.util.concurrent.CompletableFuture;

/**
 * A topic for which this instance accepts events, because the topic's dedupe window has been
 * restored. Thread-safe.
 *
 * @param window the ids of the topic's recent events
 * @param index writes the ids of newly stored events to the id index
 */
public record OpenTopic(EventTopic topic, IdWindow window, TopicIndex index) {

  /**
   * Records the outcome of sending an event whose id is claimed. An unknown outcome leaves the
   * claim open until {@link UnknownSendResolver} has read the log.
   */
  public void settle(IdHash hash, CompletableFuture<SendOutcome> claimed, SendOutcome outcome) {
    if (outcome instanceof SendOutcome.Stored stored) {
      index.add(new StoredId(hash, stored.partition(), stored.offset(), stored.timestampMillis()));
    }
    window.settle(hash, claimed, outcome);
  }
}
