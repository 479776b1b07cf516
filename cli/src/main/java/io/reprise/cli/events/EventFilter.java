package io.reprise.cli.events;

import java.util.Set;

/**
 * Selects events by key and type. Immutable and thread-safe.
 *
 * @param keys the selected keys; empty for all
 * @param types the selected event types; empty for all
 */
record EventFilter(Set<String> keys, Set<String> types) {
  EventFilter {
    keys = Set.copyOf(keys);
    types = Set.copyOf(types);
  }

  /** Returns whether all events pass. */
  boolean passesAll() {
    return keys.isEmpty() && types.isEmpty();
  }

  boolean passes(StoredEvent event) {
    return (keys.isEmpty() || hasKey(event)) && (types.isEmpty() || types.contains(event.type()));
  }

  private boolean hasKey(StoredEvent event) {
    var key = event.json().path("key");
    return key.isTextual() && keys.contains(key.asText());
  }
}
