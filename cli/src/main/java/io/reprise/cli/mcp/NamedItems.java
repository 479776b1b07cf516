package io.reprise.cli.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import io.reprise.runtime.json.Json;
import java.util.Comparator;
import java.util.stream.StreamSupport;

/** Divides a list of items that have names into pages. */
final class NamedItems {
  private NamedItems() {}

  /**
   * Returns a page of a list in the order of the names: an object with {@code items}, and {@code
   * next} unless the page is the last one. The argument {@code cursor} is the last name of the page
   * before.
   *
   * @param name the field of an item that has its name
   */
  static JsonNode page(JsonNode list, String name, ToolArguments arguments) {
    var cursor = arguments.text("cursor");
    int limit = arguments.limit();
    var rest =
        StreamSupport.stream(list.spliterator(), false)
            .filter(item -> cursor == null || item.path(name).asText().compareTo(cursor) > 0)
            .sorted(Comparator.comparing(item -> item.path(name).asText()))
            .toList();
    var page = Json.json().createObjectNode();
    var items = page.putArray("items");
    rest.stream().limit(limit).forEach(items::add);
    if (rest.size() > limit) {
      page.put("next", rest.get(limit - 1).path(name).asText());
    }
    return page;
  }
}
