package io.reprise.ingest.service.parse;

import java.util.List;

/** What a request asks to store. */
public sealed interface ParsedRequest {
  /** In the order in which they were sent. */
  List<Parsed> events();

  /** One event, answered by itself. */
  record Single(Parsed event) implements ParsedRequest {
    @Override
    public List<Parsed> events() {
      return List.of(event);
    }
  }

  /** Any number of events, answered as a list. */
  record Batch(List<Parsed> events) implements ParsedRequest {}
}
