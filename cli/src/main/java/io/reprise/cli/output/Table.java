package io.reprise.cli.output;

import com.fasterxml.jackson.databind.JsonNode;
import io.reprise.cli.output.TableColumn.Importance;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * A list as aligned columns: numbers to the right, everything else to the left. Immutable.
 *
 * @param rows the cells of each row; the first row has the headings
 * @param leftOut the headings of the columns that did not fit although they have a value
 */
record Table(List<List<String>> rows, List<String> leftOut) {
  static final String GAP = "   ";

  /** A column with the texts of all its cells. The first cell is the heading. */
  private record FilledColumn(TableColumn column, List<String> cells) {
    static FilledColumn of(TableColumn column, JsonNode items) {
      var cells = new ArrayList<String>();
      cells.add(column.header());
      items.forEach(item -> cells.add(column.cell().apply(item)));
      return new FilledColumn(column, cells);
    }

    boolean isEmpty() {
      return cells.stream().skip(1).allMatch(String::isEmpty);
    }

    int width() {
      return cells.stream().mapToInt(String::length).max().orElse(0);
    }
  }

  /** Returns a table with all columns, also those of {@link Importance#WIDE}. */
  static Table whole(List<TableColumn> columns, JsonNode items) {
    return of(columns.stream().map(column -> FilledColumn.of(column, items)).toList(), List.of());
  }

  /**
   * Returns a table that fits into a line, as far as its {@link Importance#KEY} columns do. The
   * first column is never left out. Of the columns of {@link Importance#DETAIL}, those that are
   * empty in every row are left out first, then the others, each time from the right.
   *
   * @param width number of characters of a line
   */
  static Table fitting(List<TableColumn> columns, JsonNode items, int width) {
    var shown = new ArrayList<FilledColumn>();
    var leftOut = new ArrayList<String>();
    columns.stream()
        .filter(column -> column.importance() != Importance.WIDE)
        .forEach(column -> shown.add(FilledColumn.of(column, items)));
    while (width(shown) > width) {
      int last = lastDispensable(shown);
      if (last < 0) {
        break;
      }
      var removed = shown.remove(last);
      if (!removed.isEmpty()) {
        leftOut.add(0, removed.column().header());
      }
    }
    return of(shown, leftOut);
  }

  private static int lastDispensable(List<FilledColumn> columns) {
    int last = -1;
    for (int i = 1; i < columns.size(); i++) {
      if (columns.get(i).column().importance() == Importance.DETAIL) {
        last = last >= 0 && columns.get(last).isEmpty() && !columns.get(i).isEmpty() ? last : i;
      }
    }
    return last;
  }

  private static int width(List<FilledColumn> columns) {
    return columns.stream().mapToInt(FilledColumn::width).sum()
        + GAP.length() * (columns.size() - 1);
  }

  private static Table of(List<FilledColumn> columns, List<String> leftOut) {
    var rows = new ArrayList<List<String>>();
    for (int row = 0; row < columns.get(0).cells().size(); row++) {
      int index = row;
      rows.add(columns.stream().map(column -> column.cells().get(index)).toList());
    }
    return new Table(rows, leftOut);
  }

  static String ofPairs(List<List<String>> pairs) {
    int width = pairs.stream().mapToInt(p -> p.get(0).length()).max().orElse(0);
    return pairs.stream()
        .map(p -> pad(p.get(0), width) + GAP + p.get(1) + "\n")
        .collect(Collectors.joining());
  }

  /**
   * Returns the lines of the table.
   *
   * @param style adds colours to the cells after they were aligned
   */
  String text(CellStyle style) {
    var widths = new int[rows.get(0).size()];
    widen(widths, rows);
    var text = new StringBuilder(line(rows.get(0), widths, style::heading));
    rows.stream().skip(1).map(row -> line(row, widths, style::cell)).forEach(text::append);
    return text.toString();
  }

  /** Increases the widths of columns where cells of these rows need more. */
  static void widen(int[] widths, List<List<String>> rows) {
    for (var row : rows) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
  }

  /** Returns one aligned line. */
  static String line(List<String> row, int[] widths, UnaryOperator<String> style) {
    int last = row.size() - 1;
    while (last >= 0 && row.get(last).isEmpty()) {
      last--;
    }
    var line = new StringBuilder();
    for (int i = 0; i <= last; i++) {
      var cell = row.get(i);
      var styled = style.apply(cell);
      var padding = " ".repeat(widths[i] - cell.length());
      boolean number = cell.matches("[\\d,.]+( [%KMGTP]?i?B?)?");
      line.append(number ? padding + styled : i < last ? styled + padding : styled);
      line.append(i < last ? GAP : "");
    }
    return line.append('\n').toString();
  }

  private static String pad(String text, int width) {
    return text + " ".repeat(width - text.length());
  }
}
