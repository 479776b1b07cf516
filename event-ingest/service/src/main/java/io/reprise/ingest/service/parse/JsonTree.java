package io.reprise.ingest.service.parse;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Builds the tree of one JSON value. Unlike Jackson's own reader, this class continues after a
 * fault (a repeated name, nesting that is too deep, a lone surrogate): the parser then stands at
 * the end of the faulty value, so that the next event of a batch can be read. Confined to one
 * thread.
 */
final class JsonTree {
  /**
   * The most digits of a decimal number that is read as a double, which keeps all these digits.
   * Longer numbers are read as {@link java.math.BigDecimal}.
   */
  private static final int DOUBLE_DIGITS = 15;

  private static final JsonNodeFactory NODES = JsonNodeFactory.withExactBigDecimals(true);

  private final JsonParser parser;
  private final int depthLimit;
  private final BiConsumer<String, String> fault;
  private boolean faulty;

  /**
   * Creates a builder of trees from the tokens of {@code parser}.
   *
   * @param fault receives the path and the reason of each fault
   */
  JsonTree(JsonParser parser, int depthLimit, BiConsumer<String, String> fault) {
    this.parser = parser;
    this.depthLimit = depthLimit;
    this.fault = fault;
  }

  /** Reads the value that starts at the current token. Returns null if the value has a fault. */
  @Nullable JsonNode read(String path) throws IOException {
    faulty = false;
    var value = value(path, 1);
    return faulty ? null : value;
  }

  private JsonNode value(String path, int depth) throws IOException {
    return switch (parser.currentToken()) {
      case START_OBJECT -> isTooDeep(path, depth) ? NODES.nullNode() : object(path, depth);
      case START_ARRAY -> isTooDeep(path, depth) ? NODES.nullNode() : array(path, depth);
      case VALUE_STRING -> text(path);
      case VALUE_NUMBER_INT -> integer();
      case VALUE_NUMBER_FLOAT -> fraction();
      case VALUE_TRUE -> NODES.booleanNode(true);
      case VALUE_FALSE -> NODES.booleanNode(false);
      default -> NODES.nullNode();
    };
  }

  private ObjectNode object(String path, int depth) throws IOException {
    var object = NODES.objectNode();
    for (var name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
      parser.nextToken();
      if (object.replace(name, value(path, depth + 1)) != null) {
        refuse(path + "." + shortened(name), "is there more than once");
      }
    }
    return object;
  }

  private JsonNode array(String path, int depth) throws IOException {
    var array = NODES.arrayNode();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      array.add(value(path, depth + 1));
    }
    return array;
  }

  private JsonNode text(String path) throws IOException {
    var text = parser.getText();
    if (!UnicodeText.isWellFormed(text)) {
      refuse(path, "holds half a surrogate pair, which no UTF-8 can carry");
    }
    return NODES.textNode(text);
  }

  private JsonNode integer() throws IOException {
    return switch (parser.getNumberType()) {
      case INT -> NODES.numberNode(parser.getIntValue());
      case LONG -> NODES.numberNode(parser.getLongValue());
      default -> NODES.numberNode(parser.getBigIntegerValue());
    };
  }

  private JsonNode fraction() throws IOException {
    return parser.getTextLength() > DOUBLE_DIGITS
        ? NODES.numberNode(parser.getDecimalValue())
        : NODES.numberNode(parser.getDoubleValue());
  }

  private boolean isTooDeep(String path, int depth) throws IOException {
    if (depth <= depthLimit) {
      return false;
    }
    parser.skipChildren();
    refuse(path, "is nested deeper than " + depthLimit);
    return true;
  }

  private void refuse(String path, String reason) {
    faulty = true;
    fault.accept(path, reason);
  }

  private static String shortened(String name) {
    return name.length() <= 40 ? name : name.substring(0, 40) + "...";
  }
}
