package io.reprise.ingest.service.parse;

import com.fasterxml.jackson.databind.JsonNode;

/** An event's data as sent. */
public sealed interface EventPayload {

  /** A JSON value. */
  record Json(JsonNode value) implements EventPayload {}

  /** Bytes of the event's {@code datacontenttype}. */
  record Bytes(byte[] bytes) implements EventPayload {}

  /** None was sent. */
  record Absent() implements EventPayload {}
}
