package io.reprise.cli.events;

import org.jspecify.annotations.Nullable;

/** A sequence of events of one partition in the order of their offsets. */
@FunctionalInterface
public interface EventSource {
  /** Returns and removes the next event; null if there is none. */
  @Nullable StoredEvent poll();
}
