package io.reprise.runtime.log;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * Adds fields to every line that the current thread logs until these fields are closed, also to
 * lines of libraries. Only the JSON format shows them. Confined to the thread that creates it,
 * which closes it; of two objects, the younger one is closed first.
 */
public final class LogFields implements AutoCloseable {
  private final Map<String, @Nullable String> before = new LinkedHashMap<>();

  private LogFields() {}

  /** Adds a field. A number is written as {@link FactFields} is configured to. */
  public static LogFields with(String key, Object value) {
    return new LogFields().and(key, value);
  }

  /** Adds another field. If the thread has a field with this key, the new value replaces it. */
  public LogFields and(String key, Object value) {
    if (!before.containsKey(key)) {
      before.put(key, MDC.get(key));
    }
    MDC.put(key, value.toString());
    return this;
  }

  /** Gives the fields the values that they had before. */
  @Override
  public void close() {
    before.forEach(
        (key, value) -> {
          if (value == null) {
            MDC.remove(key);
          } else {
            MDC.put(key, value);
          }
        });
  }
}
