package io.reprise.cli.output;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.function.Function;

/**
 * One column of a table. If a single object is printed instead of a list, each column becomes one
 * line.
 *
 * @param header the heading
 * @param cell computes the text of the column from an item
 * @param importance whether the column is left out of a table that is wider than the terminal
 */
public record TableColumn(
    String header, Function<JsonNode, String> cell, TableColumn.Importance importance) {

  /** Which columns of a list are left out first if they do not all fit into the terminal. */
  public enum Importance {
    /** Shown in every table. */
    KEY,
    /** Left out if the table is too wide, from the right, after all columns without a value. */
    DETAIL,
    /** Shown only with {@code -o wide}. */
    WIDE
  }

  public TableColumn {
    cell = cell.andThen(Text::printable);
  }

  /** Creates a column that is left out if the table is too wide for the terminal. */
  public TableColumn(String header, Function<JsonNode, String> cell) {
    this(header, cell, Importance.DETAIL);
  }

  /**
   * Returns a column that shows one field.
   *
   * @param path the path of the field, as in {@code counts.delivered}
   */
  public static TableColumn of(String header, String path) {
    var pointer = pointer(path);
    return new TableColumn(header, item -> Text.of(item.at(pointer)));
  }

  /**
   * Returns a column that shows a time to the second.
   *
   * @param path the path of a field whose value is a time in ISO-8601
   */
  public static TableColumn time(String header, String path) {
    var pointer = pointer(path);
    return new TableColumn(header, item -> Text.time(item.at(pointer)));
  }

  private static String pointer(String path) {
    return "/" + path.replace('.', '/');
  }

  /** Returns this column as one that is shown in every table. */
  public TableColumn key() {
    return new TableColumn(header, cell, Importance.KEY);
  }

  /** Returns this column as one that only {@code -o wide} shows in a list. */
  public TableColumn wide() {
    return new TableColumn(header, cell, Importance.WIDE);
  }
}
