package io.reprise.ingest.service.parse;

import io.reprise.schemas.json.FieldFault;
import java.util.List;
import java.util.Map;

/** The result of parsing one event of a request: the event is well-formed or malformed. */
public sealed interface ParsedEvent {

  /**
   * A well-formed event whose attributes and data are not checked yet.
   *
   * @param attributes values as text, by name, including {@code datacontenttype}
   * @param bytes the length of the event as sent
   */
  record Event(Map<String, String> attributes, EventPayload data, long bytes)
      implements ParsedEvent {}

  /** A malformed event. Other events of the request may be well-formed. */
  record Malformed(List<FieldFault> faults) implements ParsedEvent {
    public Malformed {
      faults = List.copyOf(faults);
    }
  }
}
