package io.reprise.ingest.service.http;

import io.reprise.ingest.service.answer.EventAnswer;
import io.reprise.ingest.service.open.OpenTopic;
import io.reprise.ingest.service.parse.ParsedEvent;
import java.util.List;

/** Where parsed events go. Thread-safe. */
@FunctionalInterface
public interface EventSink {
  /** Stores what can be stored; the answers are in the order of the events. */
  List<EventAnswer> take(OpenTopic topic, List<ParsedEvent> events);
}
