package io.reprise.cli.events;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One event as a worker returns it.
 *
 * @param json the record in the JSON form of the worker's HTTP API
 * @param whereFault why the expression of {@code --where} has no result for the event; null if it
 *     has one, or was not evaluated
 */
public record StoredEvent(
    int partition, Instant timestamp, ObjectNode json, @Nullable String whereFault) {
  private static final String TYPE = "ce_type";

  /** Orders events by timestamp. Events of the same timestamp are ordered by their partition. */
  public static final Comparator<StoredEvent> BY_TIME =
      Comparator.comparing(StoredEvent::timestamp).thenComparing(StoredEvent::partition);

  public static StoredEvent of(int partition, JsonNode json) {
    var written = json.path("timestamp");
    var timestamp = written.isTextual() ? Instant.parse(written.asText()) : Instant.EPOCH;
    return new StoredEvent(partition, timestamp, (ObjectNode) json, null);
  }

  StoredEvent withWhereFault(String reason) {
    return new StoredEvent(partition, timestamp, json, reason);
  }

  public long offset() {
    return json.path("offset").asLong();
  }

  /** Returns the key; null if the event has no key, or its key is not text. */
  public @Nullable String key() {
    var key = json.path("key");
    return key.isTextual() ? key.asText() : null;
  }

  /** Returns the event's type; empty if no header gives it as text. */
  public String type() {
    String type = "";
    for (var header : json.path("headers")) {
      if (header.path("name").asText().equals(TYPE)) {
        type = header.path("value").asText();
      }
    }
    return type;
  }

  /** Returns the headers that are text. Of several headers with one name, the last. */
  Map<String, String> headers() {
    var headers = new HashMap<String, String>();
    for (var header : json.path("headers")) {
      var value = header.path("value");
      if (value.isTextual()) {
        headers.put(header.path("name").asText(), value.asText());
      }
    }
    return headers;
  }
}
