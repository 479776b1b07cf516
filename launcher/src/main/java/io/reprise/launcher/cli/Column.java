package io.reprise.launcher.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.function.Function;

/**
 * One column of a table.
 *
 * @param header its heading
 * @param cell what to show of an item
 */
public record Column(String header, Function<JsonNode, String> cell) {

  /**
   * A column that shows one field.
   *
   * @param path as in {@code counts.delivered}
   */
  public static Column of(String header, String path) {
    var pointer = "/" + path.replace('.', '/');
    return new Column(header, item -> Text.of(item.at(pointer)));
  }
}
