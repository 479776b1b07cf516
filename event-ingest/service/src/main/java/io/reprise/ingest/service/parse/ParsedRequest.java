package io.reprise.ingest.service.parse;

import java.util.List;

/** What a request asks to store. */
public sealed interface ParsedRequest {
  /** In the order in which they were sent. */
  List<ParsedEvent> events();

  /** One event, answered by itself. */
  record Single(ParsedEvent event) implements ParsedRequest {
    @Override
    public List<ParsedEvent> events() {
      return List.of(event);
    }
  }

  /** Any number of events, answered as a list. */
  record Batch(List<ParsedEvent> events) implements ParsedRequest {}
}
