package io.reprise.ingest.service.open;

import io.reprise.ingest.service.dedupe.IdHash;
import io.reprise.ingest.service.dedupe.IdWindow;
import io.reprise.ingest.service.dedupe.StoredId;
import io.reprise.ingest.service.index.TopicIndex;
import io.reprise.ingest.service.publish.SendOutcome;
import io.reprise.ingest.service.topic.EventTopic;
import java.util.concurrent.CompletableFuture;

/**
 * A topic whose window is whole, so that events can be taken for it. Thread-safe.
 *
 * @param window what is known of its ids
 */
public record OpenTopic(EventTopic topic, IdWindow window, TopicIndex index) {

  /**
   * Notes how the send of a claimed event ended; an unknown end is left for {@link
   * UnknownSendResolver}.
   */
  public void settle(IdHash hash, CompletableFuture<SendOutcome> claimed, SendOutcome outcome) {
    if (outcome instanceof SendOutcome.Stored stored) {
      index.add(new StoredId(hash, stored.partition(), stored.offset(), stored.timestampMillis()));
    }
    window.settle(hash, claimed, outcome);
  }
}
