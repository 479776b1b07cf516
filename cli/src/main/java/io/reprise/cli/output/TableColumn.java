package io.reprise.cli.output;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.function.Function;

/**
 * One column of a table.
 *
 * @param header its heading
 * @param cell what to show of an item
 */
public record TableColumn(String header, Function<JsonNode, String> cell) {

  /**
   * A column that shows one field.
   *
   * @param path as in {@code counts.delivered}
   */
  public static TableColumn of(String header, String path) {
    var pointer = "/" + path.replace('.', '/');
    return new TableColumn(header, item -> Text.of(item.at(pointer)));
  }
}
