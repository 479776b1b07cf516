package io.reprise.schemas.json;

import com.fasterxml.jackson.databind.JsonNode;

/** Describes a JSON value in an error message, such as {@code the text 'abc'}. */
final class ValueDescription {
  private static final int LONGEST = 40;

  private ValueDescription() {}

  /**
   * Returns the description of a JSON value. An object, a list or null is described by its type
   * only. Any other value is described by its text, cut to {@value #LONGEST} characters.
   */
  static String inWords(JsonNode value) {
    return switch (value.getNodeType()) {
      case OBJECT -> "an object";
      case ARRAY -> "a list";
      case NULL -> "null";
      case STRING -> "the text '" + shortened(value.asText()) + "'";
      default -> shortened(value.asText());
    };
  }

  private static String shortened(String text) {
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "...";
  }
}
