package io.reprise.cli.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reprise.cli.command.CommandFailure;
import io.reprise.cli.command.ExitCode;
import io.reprise.runtime.json.Suggestion;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The arguments of one call of a tool. A value that is not valid is refused by name, as are names
 * that the tool does not have. Immutable.
 */
final class ToolArguments {
  private final ObjectNode values;

  /**
   * @throws CommandFailure if an argument is unknown, or one that the tool requires is missing
   */
  ToolArguments(Tool tool, ObjectNode values) {
    var known = tool.parameters().stream().map(Tool.Parameter::name).toList();
    values.fieldNames().forEachRemaining(name -> requireKnown(tool, name, known));
    for (var parameter : tool.parameters()) {
      if (parameter.isRequired() && values.path(parameter.name()).isMissingNode()) {
        throw refused("%s is missing: %s".formatted(parameter.name(), parameter.description()));
      }
    }
    this.values = values;
  }

  private static void requireKnown(Tool tool, String name, List<String> known) {
    if (!known.contains(name)) {
      throw refused(
          "unknown argument '%s' of tool %s%s"
              .formatted(name, tool.name(), Suggestion.among(name, known)));
    }
  }

  private static CommandFailure refused(String sentence) {
    return new CommandFailure(ExitCode.USAGE, sentence);
  }

  boolean has(String name) {
    return values.hasNonNull(name);
  }

  /** Returns a text; null if it is not given. */
  @Nullable String text(String name) {
    var value = values.path(name);
    if (value.isMissingNode() || value.isNull()) {
      return null;
    }
    if (!value.isTextual() || value.asText().isBlank()) {
      throw refused("%s is %s: must be a text".formatted(name, value));
    }
    return value.asText();
  }

  /** Returns a text that the tool requires. */
  String requiredText(String name) {
    var text = text(name);
    if (text == null) {
      throw refused("%s is null: must be a text".formatted(name));
    }
    return text;
  }

  /** Returns a whole number in the range {@code [least, most]}. */
  long number(String name, long least, long most, long absent) {
    var value = values.path(name);
    if (value.isMissingNode() || value.isNull()) {
      return absent;
    }
    if (!value.isIntegralNumber()
        || !value.canConvertToLong()
        || value.asLong() < least
        || value.asLong() > most) {
      throw refused(
          "%s is %s: must be a whole number from %d to %d".formatted(name, value, least, most));
    }
    return value.asLong();
  }

  /** Returns an object that the tool requires. */
  ObjectNode requiredObject(String name) {
    if (values.path(name) instanceof ObjectNode object) {
      return object;
    }
    throw refused("%s is %s: must be an object".formatted(name, values.path(name)));
  }

  /** Returns any value; a missing node if it is not given. */
  JsonNode any(String name) {
    return values.path(name);
  }

  /** Returns the number of items that a page has at most. */
  int limit() {
    return (int) number(LIMIT, 1, MAX_LIMIT, DEFAULT_LIMIT);
  }

  static final String LIMIT = "limit";
  static final int MAX_LIMIT = 100;
  private static final int DEFAULT_LIMIT = 20;
}
