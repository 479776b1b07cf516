package io.reprise.runtime.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Finds the {@link ConfigKey#range()} of the key whose value could not be read. Stateless. */
final class ConfigRanges {
  private ConfigRanges() {}

  /**
   * Returns an addition to an error message that says which values the faulty key accepts. Returns
   * an empty text if the key has no range, or if the message comes from the constructor of a
   * configuration record, which names the accepted values itself.
   */
  static String allowed(Class<?> type, JsonProcessingException fault) {
    if (!(fault instanceof JsonMappingException at)
        || fault instanceof ValueInstantiationException) {
      return "";
    }
    RecordComponent faulty = null;
    Type inside = type;
    for (var step : at.getPath()) {
      faulty = component(inside, step.getFieldName());
      inside = faulty == null ? element(inside) : faulty.getGenericType();
    }
    var key = faulty == null ? null : faulty.getAnnotation(ConfigKey.class);
    return key == null || key.range().isEmpty() ? "" : "; accepted: " + key.range();
  }

  private static @Nullable RecordComponent component(Type type, @Nullable String name) {
    return type instanceof Class<?> plain && plain.isRecord()
        ? Stream.of(plain.getRecordComponents())
            .filter(component -> component.getName().equals(name))
            .findFirst()
            .orElse(null)
        : null;
  }

  /** Returns the type of the elements of a list or of the values of a map. */
  private static Type element(Type type) {
    if (type instanceof ParameterizedType generic) {
      var arguments = generic.getActualTypeArguments();
      return arguments[arguments.length - 1];
    }
    return Object.class;
  }
}
