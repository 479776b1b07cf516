package io.reprise.cli.replay;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.reprise.runtime.json.Json;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;

/** The lines of a YAML or JSON text in which its keys are. */
final class KeyLines {
  private KeyLines() {}

  /**
   * Returns the line of each key, from 1 on, by the path of the key, such as {@code source.topic}.
   * Keys within lists are left out.
   *
   * @throws IOException if the text is not valid
   */
  static Map<String, Integer> of(String text) throws IOException {
    var lines = new TreeMap<String, Integer>();
    try (var parser = Json.yaml().createParser(text)) {
      for (var token = parser.nextToken(); token != null; token = parser.nextToken()) {
        if (token == JsonToken.FIELD_NAME) {
          lines.putIfAbsent(path(parser), parser.currentTokenLocation().getLineNr());
        } else if (token == JsonToken.START_ARRAY) {
          parser.skipChildren();
        }
      }
    }
    return lines;
  }

  private static String path(JsonParser parser) {
    var path = new StringBuilder();
    for (var at = parser.getParsingContext(); at != null; at = at.getParent()) {
      if (at.getCurrentName() != null) {
        path.insert(0, (path.isEmpty() ? "" : ".")).insert(0, at.getCurrentName());
      }
    }
    return path.toString();
  }
}
