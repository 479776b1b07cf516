package io.reprise.cli.events;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Comparator;

/**
 * One event as a worker returns it.
 *
 * @param json the record in the JSON form of the worker's HTTP API
 */
record StoredEvent(int partition, Instant timestamp, ObjectNode json) {
  private static final String TYPE = "ce_type";

  /** Orders events by timestamp. Events of the same timestamp are ordered by their partition. */
  static final Comparator<StoredEvent> BY_TIME =
      Comparator.comparing(StoredEvent::timestamp).thenComparing(StoredEvent::partition);

  static StoredEvent of(int partition, JsonNode json) {
    var written = json.path("timestamp");
    var timestamp = written.isTextual() ? Instant.parse(written.asText()) : Instant.EPOCH;
    return new StoredEvent(partition, timestamp, (ObjectNode) json);
  }

  long offset() {
    return json.path("offset").asLong();
  }

  /** Returns the event's type; empty if no header gives it as text. */
  String type() {
    String type = "";
    for (var header : json.path("headers")) {
      if (header.path("name").asText().equals(TYPE)) {
        type = header.path("value").asText();
      }
    }
    return type;
  }
}
