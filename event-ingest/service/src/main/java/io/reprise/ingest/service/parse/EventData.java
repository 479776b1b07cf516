package io.reprise.ingest.service.parse;

import com.fasterxml.jackson.databind.JsonNode;

/** An event's data as sent. */
public sealed interface EventData {

  /** A JSON value. */
  record Json(JsonNode value) implements EventData {}

  /** Bytes of the event's {@code datacontenttype}. */
  record Bytes(byte[] bytes) implements EventData {}

  /** None was sent. */
  record Absent() implements EventData {}
}
