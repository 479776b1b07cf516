package io.reprise.runtime.config;

import java.lang.reflect.RecordComponent;
import java.net.URI;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Writes configuration records as text for logs, without their secrets. Stateless and thread-safe.
 */
public final class ConfigText {
  static final String HIDDEN = "***";

  /**
   * Matches user and password in a URL: the text from {@code //}, or from the start if there is no
   * {@code //}, to the last {@code @}. The text need not be a valid URL.
   */
  static final Pattern CREDENTIALS = Pattern.compile("^(.*?//)?(.*)@");

  private ConfigText() {}

  /**
   * Returns the text that the record's {@code toString} would return by default, with secrets
   * replaced by {@value #HIDDEN}. Secrets are the values of components that {@link
   * ConfigKey#secret()} marks, and user and password in URLs. If a marked component is a map, only
   * the map's values are replaced.
   */
  public static String of(Record config) {
    return Stream.of(config.getClass().getRecordComponents())
        .map(component -> component.getName() + "=" + text(component, value(config, component)))
        .collect(Collectors.joining(", ", config.getClass().getSimpleName() + "[", "]"));
  }

  /** Returns the URL as text, with user and password replaced by {@value #HIDDEN}. */
  public static String withoutCredentials(URI url) {
    return CREDENTIALS.matcher(url.toString()).replaceFirst("$1" + HIDDEN + "@");
  }

  private static String text(RecordComponent component, @Nullable Object value) {
    var key = component.getAnnotation(ConfigKey.class);
    if (value != null && key != null && key.secret()) {
      return value instanceof Map<?, ?> map ? hidden(map) : HIDDEN;
    }
    return value instanceof URI url ? withoutCredentials(url) : String.valueOf(value);
  }

  private static String hidden(Map<?, ?> map) {
    return map.keySet().stream()
        .map(String::valueOf)
        .sorted()
        .map(key -> key + "=" + HIDDEN)
        .collect(Collectors.joining(", ", "{", "}"));
  }

  private static @Nullable Object value(Record config, RecordComponent component) {
    try {
      var accessor = component.getAccessor();
      accessor.setAccessible(true);
      return accessor.invoke(config);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("cannot call the accessor of a record component", e);
    }
  }
}
