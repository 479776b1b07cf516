package io.reprise.cli.output;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/**
 * Prints the items of a list one after the other in any format, so that a long list is never whole
 * in memory. The first rows of a table decide which columns {@link StreamedColumns} shows. Confined
 * to one thread; the caller closes this object, which ends the list.
 */
public final class ItemStream implements AutoCloseable {
  private static final int ROWS = 100;

  private final PrintWriter out;
  private final ItemWriter documents;
  private final CellStyle style;
  private final boolean isTable;
  private final StreamedColumns columns;
  private final List<List<String>> rows = new ArrayList<>();
  private boolean hasHeading;

  /**
   * @param documents prints the items if the format is not a table
   */
  ItemStream(
      PrintWriter out,
      ItemWriter documents,
      CellStyle style,
      boolean isTable,
      StreamedColumns columns) {
    this.out = out;
    this.documents = documents;
    this.style = style;
    this.isTable = isTable;
    this.columns = columns;
  }

  /** Adds an item. A row of a table is kept until {@link #flush} or until 100 rows are kept. */
  public void add(JsonNode item) {
    if (!isTable) {
      documents.write(item);
      return;
    }
    rows.add(columns.cells(item));
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
    columns.widenFor(rows);
    if (!hasHeading) {
      out.print(columns.line(columns.headings(), style::heading));
      hasHeading = true;
    }
    rows.forEach(row -> out.print(columns.line(row, style::cell)));
    rows.clear();
  }

  /** Ends the list. Further calls have no effect. */
  @Override
  public void close() {
    flush();
    columns.end();
    documents.close();
  }
}
