package io.reprise.runtime.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds the text that tells a user which values a faulty key accepts: the key's {@link
 * ConfigKey#range()}. Stateless.
 */
final class ConfigRanges {
  private ConfigRanges() {}

  /**
   * Returns the text to append to an error message: which values the faulty key accepts. The text
   * is empty if the key has no range. It is also empty if the constructor of a configuration record
   * threw the error, because the constructor's message names the accepted values already.
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

  /**
   * Returns the type of the elements if {@code type} is a list, or of the values if it is a map.
   */
  private static Type element(Type type) {
    if (type instanceof ParameterizedType generic) {
      var arguments = generic.getActualTypeArguments();
      return arguments[arguments.length - 1];
    }
    return Object.class;
  }
}
