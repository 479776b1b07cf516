package io.reprise.ingest.service.http;

import io.reprise.ingest.service.answer.EventAnswer;
import io.reprise.ingest.service.open.OpenTopic;
import io.reprise.ingest.service.parse.ParsedEvent;
import java.util.List;

/** Stores the parsed events of a request. Thread-safe. */
@FunctionalInterface
public interface EventSink {
  /**
   * Stores every event that can be stored. Returns one answer for each event, in the order of the
   * events.
   */
  List<EventAnswer> take(OpenTopic topic, List<ParsedEvent> events);
}
