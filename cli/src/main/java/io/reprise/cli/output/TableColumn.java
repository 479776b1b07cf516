package io.reprise.cli.output;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.function.Function;

/**
 * One column of a table. If a single object is printed instead of a list, each column becomes one
 * line.
 *
 * @param header the heading
 * @param cell computes the text of the column from an item
 */
public record TableColumn(String header, Function<JsonNode, String> cell) {

  /**
   * Returns a column that shows one field.
   *
   * @param path the path of the field, as in {@code counts.delivered}
   */
  public static TableColumn of(String header, String path) {
    var pointer = "/" + path.replace('.', '/');
    return new TableColumn(header, item -> Text.of(item.at(pointer)));
  }
}
