package io.reprise.ingest.service.parse;

import io.reprise.schemas.json.FieldFault;
import java.util.List;
import java.util.Map;

/** One event of a request. */
public sealed interface ParsedEvent {

  /**
   * Well-formed, and nothing more is known.
   *
   * @param attributes as text, by name; {@code datacontenttype} is among them
   * @param bytes how long it was as sent
   */
  record Event(Map<String, String> attributes, EventPayload data, long bytes)
      implements ParsedEvent {}

  /** Malformed; its neighbours need not be. */
  record Malformed(List<FieldFault> faults) implements ParsedEvent {
    public Malformed {
      faults = List.copyOf(faults);
    }
  }
}
