package io.reprise.store.select;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One event as an expression sees it. Each method is called only if the expression needs it. */
public interface EventView {
  /** Returns the CloudEvents attribute {@code type}; empty if the event has none as text. */
  String type();

  /** Returns the CloudEvents attribute {@code source}; empty if the event has none as text. */
  String source();

  /** Returns the key; null if the event has no key, or its key is not UTF-8. */
  @Nullable String key();

  /** Returns the timestamp of the record, by which time windows select. */
  Instant time();

  int partition();

  long offset();

  /** Returns the headers whose values are UTF-8. Of several headers with one name, the last. */
  Map<String, String> headers();

  /** Returns the bytes of the value; null for a tombstone. */
  byte @Nullable [] value();
}
