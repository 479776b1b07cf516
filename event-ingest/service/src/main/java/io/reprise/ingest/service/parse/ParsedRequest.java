package io.reprise.ingest.service.parse;

import java.util.List;

/** The events that a request asks to store. */
public sealed interface ParsedRequest {
  /** Returns the events in the order in which they were sent. */
  List<ParsedEvent> events();

  /** One event; the response describes this event. */
  record Single(ParsedEvent event) implements ParsedRequest {
    @Override
    public List<ParsedEvent> events() {
      return List.of(event);
    }
  }

  /** Any number of events; the response lists a result for each. */
  record Batch(List<ParsedEvent> events) implements ParsedRequest {}
}
