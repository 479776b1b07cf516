package io.reprise.store.select;

import dev.cel.common.CelErrorCode;
import dev.cel.runtime.CelEvaluationException;
import java.util.Locale;
import java.util.regex.Pattern;

/** Says in one phrase why an expression has no result for an event. Thread-safe. */
final class EvaluationFaults {
  /** The form of CEL's messages. The position is an offset in code points. */
  private static final Pattern MESSAGE =
      Pattern.compile("(?s)evaluation error(?: at [^:]*:(\\d+))?: (.*)");

  private static final Pattern MISSING_KEY =
      Pattern.compile("(?s)key '(.*)' is not present in map\\.");
  private static final Pattern MISSING_FIELD =
      Pattern.compile("(?s)Error resolving fields? '(.*)'\\. Field selections.*");
  private static final Pattern INDEX = Pattern.compile("Index out of bounds: (.*)");
  private static final Pattern FUNCTION =
      Pattern.compile("(?s)No matching overload for function '(.*?)'.*");

  /** The name of a Java class, which says nothing to the author of an expression. */
  private static final Pattern JAVA_CLASS =
      Pattern.compile("\\b[a-z]\\w*(?:\\.[a-z]\\w*)+\\.[A-Z]");

  private static final String OTHER = "it cannot be evaluated with the values of this event";

  private final TextPlace place;

  EvaluationFaults(TextPlace place) {
    this.place = place;
  }

  String reason(CelEvaluationException failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof UnreadableValueException) {
        return String.valueOf(cause.getMessage());
      }
    }
    var message = MESSAGE.matcher(String.valueOf(failure.getMessage()));
    if (!message.matches()) {
      return OTHER;
    }
    var text = text(failure.getErrorCode(), message.group(2));
    return message.group(1) == null
        ? text
        : "%s: %s".formatted(place.afterDot(Integer.parseInt(message.group(1))), text);
  }

  private static String text(CelErrorCode code, String message) {
    return switch (code) {
      case ATTRIBUTE_NOT_FOUND, INDEX_OUT_OF_BOUNDS -> missing(message);
      case OVERLOAD_NOT_FOUND -> unfit(message);
      case DIVIDE_BY_ZERO -> "division by zero";
      case NUMERIC_OVERFLOW -> "a number does not fit into 64 bits";
      case ITERATION_BUDGET_EXCEEDED ->
          String.format(
              Locale.ROOT,
              "more than %,d elements were visited, which is the limit for one event",
              CelDialect.MAX_ITERATIONS);
      case INVALID_ARGUMENT, BAD_FORMAT ->
          JAVA_CLASS.matcher(message).find() ? OTHER : "a value has a wrong form: " + message;
      default -> OTHER;
    };
  }

  private static String missing(String message) {
    var key = MISSING_KEY.matcher(message);
    if (key.matches()) {
      return "there is no key '%s'".formatted(key.group(1));
    }
    var field = MISSING_FIELD.matcher(message);
    if (field.matches()) {
      return "'%s' cannot be read from a value that is null or has no fields"
          .formatted(field.group(1));
    }
    var index = INDEX.matcher(message);
    return index.matches() ? "the list has no element %s".formatted(index.group(1)) : OTHER;
  }

  private static String unfit(String message) {
    var function = FUNCTION.matcher(message);
    return function.matches()
        ? "'%s' cannot be applied to these values, one of which may be null"
            .formatted(TypeFaults.symbol(function.group(1)))
        : OTHER;
  }
}
