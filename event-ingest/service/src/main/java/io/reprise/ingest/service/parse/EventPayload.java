package io.reprise.ingest.service.parse;

import com.fasterxml.jackson.databind.JsonNode;

/** The data of an event as it was sent. */
public sealed interface EventPayload {

  /** The data is a JSON value. */
  record Json(JsonNode value) implements EventPayload {}

  /** The data is bytes in the format that the event's {@code datacontenttype} names. */
  record Bytes(byte[] bytes) implements EventPayload {}

  /** The event has no data. */
  record Absent() implements EventPayload {}
}
