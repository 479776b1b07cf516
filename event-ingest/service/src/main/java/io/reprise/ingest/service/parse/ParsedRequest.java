package io.reprise.ingest.service.parse;

import java.util.List;

/** The events that a request asks to store. */
public sealed interface ParsedRequest {
  /** Returns the events in the order in which they were sent. */
  List<ParsedEvent> events();

  /** The request has one event, and the response describes that event. */
  record Single(ParsedEvent event) implements ParsedRequest {
    @Override
    public List<ParsedEvent> events() {
      return List.of(event);
    }
  }

  /** The request has any number of events, and the response lists a result for each of them. */
  record Batch(List<ParsedEvent> events) implements ParsedRequest {}
}
