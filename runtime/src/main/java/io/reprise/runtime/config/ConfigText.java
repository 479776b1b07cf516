package io.reprise.runtime.config;

import java.lang.reflect.RecordComponent;
import java.net.URI;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Writes configuration records as text for logs, without their secrets. */
public final class ConfigText {
  static final String HIDDEN = "***";

  /** All between {@code //} and the last {@code @}: also in text that is not a valid URL. */
  static final Pattern CREDENTIALS = Pattern.compile("//(.*)@");

  private ConfigText() {}

  /**
   * A record's {@code toString}. Values of components that {@link ConfigKey#secret()} marks are
   * replaced by {@value #HIDDEN}, and so are user and password in URLs. Of a map that is marked,
   * the keys remain.
   */
  public static String of(Record config) {
    return Stream.of(config.getClass().getRecordComponents())
        .map(component -> component.getName() + "=" + text(component, value(config, component)))
        .collect(Collectors.joining(", ", config.getClass().getSimpleName() + "[", "]"));
  }

  /** A URL without user and password. */
  public static String withoutCredentials(URI url) {
    return CREDENTIALS.matcher(url.toString()).replaceFirst("//" + HIDDEN + "@");
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
      throw new IllegalStateException("a record's accessor cannot be called", e);
    }
  }
}
