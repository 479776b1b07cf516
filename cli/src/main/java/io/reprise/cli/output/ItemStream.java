package io.reprise.cli.output;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/**
 * Prints the items of a list one after the other in any format, so that a long list is never whole
 * in memory. A table has all columns, and they become wider when later rows need it. Confined to
 * one thread; the caller closes this object, which ends the list.
 */
public final class ItemStream implements AutoCloseable {
  private static final int ROWS = 100;

  private final PrintWriter out;
  private final ItemWriter documents;
  private final CellStyle style;
  private final List<TableColumn> columns;
  private final boolean isTable;
  private final List<List<String>> rows = new ArrayList<>();
  private final int[] widths;
  private boolean hasHeading;

  /**
   * @param documents prints the items if the format is not a table
   */
  ItemStream(
      PrintWriter out,
      ItemWriter documents,
      CellStyle style,
      List<TableColumn> columns,
      boolean isTable) {
    this.out = out;
    this.documents = documents;
    this.style = style;
    this.columns = List.copyOf(columns);
    this.isTable = isTable;
    this.widths = new int[columns.size()];
  }

  /** Adds an item. A row of a table is kept until {@link #flush} or until 100 rows are kept. */
  public void add(JsonNode item) {
    if (!isTable) {
      documents.write(item);
      return;
    }
    rows.add(columns.stream().map(column -> column.cell().apply(item)).toList());
    if (rows.size() >= ROWS) {
      flush();
    }
  }

  /** Prints all rows, or with JSON lines all items, that were added. */
  public void flush() {
    if (isTable) {
      printRows();
    }
    out.flush();
  }

  private void printRows() {
    var headings = columns.stream().map(TableColumn::header).toList();
    Table.widen(widths, List.of(headings));
    Table.widen(widths, rows);
    if (!hasHeading) {
      out.print(Table.line(headings, widths, style::heading));
      hasHeading = true;
    }
    rows.forEach(row -> out.print(Table.line(row, widths, style::cell)));
    rows.clear();
  }

  /** Ends the list. Further calls have no effect. */
  @Override
  public void close() {
    flush();
    documents.close();
  }
}
