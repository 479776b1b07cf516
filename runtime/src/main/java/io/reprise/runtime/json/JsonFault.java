package io.reprise.runtime.json;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.InvalidNullException;
import com.fasterxml.jackson.databind.exc.InvalidTypeIdException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Says why a JSON or YAML text could not be read as a record.
 *
 * @param path the field, such as {@code http.port} or {@code targets[0].topic}; empty if the fault
 *     is not in one field
 * @param reason a part of a sentence that names the value and the remedy, without the path
 */
public record JsonFault(String path, String reason) {

  /** Reads the field and the reason from an error that Jackson threw. */
  public static JsonFault of(JsonProcessingException e) {
    var path = e instanceof JsonMappingException m ? path(m.getPath()) : "";
    return new JsonFault(path, withoutPath(path, reason(e)));
  }

  /** Returns the path and the reason together as one sentence. */
  public String sentence() {
    return path.isEmpty() ? reason : path + ": " + reason;
  }

  private static String reason(JsonProcessingException e) {
    if (JsonSyntax.isTextBehindValue(e)) {
      return at(e, JsonSyntax.TEXT_BEHIND_VALUE);
    }
    if (e instanceof InvalidNullException) {
      return "null is not allowed here: write a value, or leave it out";
    }
    if (e instanceof UnrecognizedPropertyException unknown) {
      return unknownKey(unknown);
    }
    if (e instanceof InvalidTypeIdException unknown) {
      return unknownType(unknown);
    }
    if (e instanceof ValueInstantiationException && e.getCause() != null) {
      return String.valueOf(e.getCause().getMessage());
    }
    if (e instanceof InvalidFormatException format) {
      return "'%s' is not %s".formatted(format.getValue(), expected(format.getTargetType()));
    }
    if (e instanceof MismatchedInputException mismatch && mismatch.getTargetType() != null) {
      return "must be " + expected(mismatch.getTargetType());
    }
    return at(e, JsonSyntax.reason(e));
  }

  private static String unknownKey(UnrecognizedPropertyException e) {
    var known =
        e.getKnownPropertyIds() == null
            ? List.<String>of()
            : e.getKnownPropertyIds().stream().map(String::valueOf).sorted().toList();
    return "unknown key" + Suggestion.among(e.getPropertyName(), known);
  }

  private static String unknownType(InvalidTypeIdException e) {
    var known = declaredTypes(e.getBaseType().getRawClass());
    return e.getTypeId() == null
        ? "its type is missing: one of " + String.join(", ", known)
        : "unknown type '" + e.getTypeId() + "'" + Suggestion.among(e.getTypeId(), known);
  }

  private static List<String> declaredTypes(Class<?> base) {
    var types = base.getAnnotation(com.fasterxml.jackson.annotation.JsonSubTypes.class);
    return types == null
        ? List.of()
        : Arrays.stream(types.value()).map(t -> t.name()).sorted().toList();
  }

  private static String expected(@Nullable Class<?> type) {
    if (type == null) {
      return "of the expected form";
    }
    if (type.isEnum()) {
      return "one of "
          + Arrays.stream(type.getEnumConstants())
              .map(String::valueOf)
              .collect(Collectors.joining(", "));
    }
    if (type == int.class || type == Integer.class || type == long.class || type == Long.class) {
      return "a whole number" + (type == int.class || type == Integer.class ? " below 2^31" : "");
    }
    if (type == String.class) {
      return "text";
    }
    if (type == boolean.class || type == Boolean.class) {
      return "true or false";
    }
    if (Collection.class.isAssignableFrom(type) || type.isArray()) {
      return "a list";
    }
    return type.isRecord() || type.isInterface()
        ? "an object"
        : "a " + type.getSimpleName().toLowerCase(Locale.ROOT);
  }

  /**
   * Returns the reason, with the line and column of the fault before it if the error contains them.
   */
  private static String at(JsonProcessingException e, String reason) {
    var location = e.getLocation();
    return location == null || location.getLineNr() < 1
        ? reason
        : "line %d, column %d: %s".formatted(location.getLineNr(), location.getColumnNr(), reason);
  }

  private static String path(List<JsonMappingException.Reference> references) {
    var path = new StringBuilder();
    for (var reference : references) {
      if (reference.getFieldName() == null) {
        path.append('[').append(reference.getIndex()).append(']');
      } else {
        path.append(path.isEmpty() ? "" : ".").append(reference.getFieldName());
      }
    }
    return path.toString();
  }

  /**
   * Returns the reason without the path at its start. The constructor of a record may name the full
   * path in its message ("http.port is ..."), and {@link #sentence()} would then name the path
   * twice.
   */
  private static String withoutPath(String path, String reason) {
    return !path.isEmpty() && reason.startsWith(path + ".")
        ? reason.substring(path.length() + 1)
        : reason;
  }
}
