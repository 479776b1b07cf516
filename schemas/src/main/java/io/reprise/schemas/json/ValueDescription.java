package io.reprise.schemas.json;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * Describes a JSON value in an error message by its kind, such as {@code text of length 3}. The
 * value itself may be personal data, and an error message ends up in logs of callers.
 */
final class ValueDescription {
  private ValueDescription() {}

  /** Returns the description of a JSON value, without the value. */
  static String inWords(JsonNode value) {
    return switch (value.getNodeType()) {
      case OBJECT -> "an object";
      case ARRAY -> "a list";
      case NULL -> "null";
      case STRING -> "text of length %d".formatted(value.asText().length());
      case NUMBER -> number(value);
      default -> value.asText();
    };
  }

  private static String number(JsonNode value) {
    return value.isIntegralNumber()
        ? "a whole number of length %d".formatted(value.asText().replace("-", "").length())
        : "a number with a fraction";
  }
}
