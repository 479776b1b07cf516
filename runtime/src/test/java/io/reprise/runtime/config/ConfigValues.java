package io.reprise.runtime.config;

import io.reprise.runtime.json.ByteSize;
import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Lists every value of a configuration by its key, so that a test fails when a key is renamed, a
 * key is added, or a default changes. Unlike {@code toString}, the list shows secrets.
 */
public final class ConfigValues {
  private ConfigValues() {}

  /**
   * Returns one line for each key, {@code http.port = 8080}, in the order of the keys. A value that
   * is not set is {@code none}; an empty map or list is {@code {}} or {@code []}.
   */
  public static String of(Record config) {
    var lines = new StringBuilder();
    values(config).forEach((key, value) -> lines.append(key + " = " + value + "\n"));
    return lines.toString();
  }

  /** Returns the keys that have the same value in both configurations. */
  public static List<String> equalIn(Record one, Record other) {
    var others = values(other);
    return values(one).entrySet().stream()
        .filter(entry -> entry.getValue().equals(others.get(entry.getKey())))
        .map(Map.Entry::getKey)
        .toList();
  }

  private static Map<String, String> values(Record config) {
    var values = new TreeMap<String, String>();
    collect("", config, values);
    return values;
  }

  private static void collect(String key, @Nullable Object value, Map<String, String> values) {
    if (value instanceof Record section && !(value instanceof ByteSize)) {
      for (var component : section.getClass().getRecordComponents()) {
        collect(below(key, component.getName()), read(section, component), values);
      }
    } else if (value instanceof Map<?, ?> map && !map.isEmpty()) {
      map.forEach((name, entry) -> collect(below(key, String.valueOf(name)), entry, values));
    } else if (value instanceof List<?> list && !list.isEmpty()) {
      for (int i = 0; i < list.size(); i++) {
        collect(key + "[" + i + "]", list.get(i), values);
      }
    } else {
      values.put(key, value == null ? "none" : value.toString());
    }
  }

  private static String below(String key, String name) {
    return key.isEmpty() ? name : key + "." + name;
  }

  private static @Nullable Object read(Record section, RecordComponent component) {
    try {
      var accessor = component.getAccessor();
      accessor.setAccessible(true);
      return accessor.invoke(section);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("cannot call the accessor of a record component", e);
    }
  }
}
