package io.reprise.cli.output;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Aligns text in columns: numbers to the right, everything else to the left. */
final class Table {
  private static final String GAP = "   ";

  private Table() {}

  static String of(List<TableColumn> columns, JsonNode items) {
    var rows = new ArrayList<List<String>>();
    rows.add(columns.stream().map(TableColumn::header).toList());
    items.forEach(item -> rows.add(columns.stream().map(c -> c.cell().apply(item)).toList()));
    return rows(rows);
  }

  static String ofPairs(List<List<String>> pairs) {
    int width = pairs.stream().mapToInt(p -> p.get(0).length()).max().orElse(0);
    return pairs.stream()
        .map(p -> pad(p.get(0), width) + GAP + p.get(1) + "\n")
        .collect(Collectors.joining());
  }

  static String rows(List<List<String>> rows) {
    var widths = new int[rows.get(0).size()];
    for (var row : rows) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    return rows.stream().map(row -> line(row, widths)).collect(Collectors.joining());
  }

  private static String line(List<String> row, int[] widths) {
    var line = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      var cell = row.get(i);
      boolean number = cell.matches("[\\d,.]+( [%KMGTP]?i?B?)?");
      line.append(number ? " ".repeat(widths[i] - cell.length()) + cell : pad(cell, widths[i]));
      line.append(i < widths.length - 1 ? GAP : "");
    }
    return line.toString().stripTrailing() + "\n";
  }

  private static String pad(String text, int width) {
    return text + " ".repeat(width - text.length());
  }
}
