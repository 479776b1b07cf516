package io.reprise.cli.events;

import io.reprise.store.select.ExpressionFilter;
import io.reprise.store.select.FilterResult;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Selects events by key, by type and by an expression. Immutable.
 *
 * @param keys the selected keys; empty for all
 * @param types the selected event types; empty for all
 * @param where the expression that is true for selected events; null for all
 */
record EventFilter(Set<String> keys, Set<String> types, @Nullable ExpressionFilter where) {
  EventFilter {
    keys = Set.copyOf(keys);
    types = Set.copyOf(types);
  }

  /** Selects by key and type only. */
  EventFilter(Set<String> keys, Set<String> types) {
    this(keys, types, null);
  }

  /** Returns whether all events are selected. */
  boolean selectsAll() {
    return keys.isEmpty() && types.isEmpty() && where == null;
  }

  /**
   * Returns the event if it is selected, and null if not. An event for which the expression has no
   * result is selected, and is returned with the reason.
   */
  @Nullable StoredEvent select(StoredEvent event) {
    boolean hasKeyAndType =
        (keys.isEmpty() || hasKey(event)) && (types.isEmpty() || types.contains(event.type()));
    if (!hasKeyAndType || where == null) {
      return hasKeyAndType ? event : null;
    }
    var result = where.check(new StoredEventView(event));
    if (result instanceof FilterResult.Faulty faulty) {
      return event.withWhereFault(faulty.reason());
    }
    return result instanceof FilterResult.Decided decided && decided.passes() ? event : null;
  }

  private boolean hasKey(StoredEvent event) {
    var key = event.key();
    return key != null && keys.contains(key);
  }
}
