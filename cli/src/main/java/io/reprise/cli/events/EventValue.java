package io.reprise.cli.events;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import org.jspecify.annotations.Nullable;

/**
 * The value of an event, decoded.
 *
 * @param json the value as JSON; JSON null for a tombstone and for a value that cannot be decoded
 * @param fault why the value cannot be decoded; null if it was decoded
 */
public record EventValue(JsonNode json, @Nullable String fault) {
  static final EventValue NONE = new EventValue(NullNode.instance, null);

  static EventValue undecodable(String fault) {
    return new EventValue(NullNode.instance, fault);
  }
}
