package io.reprise.cli.output;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Prints the items of a list one after the other in any format, so that a long list is never whole
 * in memory. A table has all columns, and they become wider when later rows need it. The cells of
 * the last column are cut where the terminal ends. Confined to one thread; the caller closes this
 * object, which ends the list.
 */
public final class ItemStream implements AutoCloseable {
  private static final int ROWS = 100;
  private static final int LEAST_LAST_WIDTH = 10;
  private static final String CUT = "…";

  private final PrintWriter out;
  private final ItemWriter documents;
  private final CellStyle style;
  private final List<TableColumn> columns;
  private final boolean isTable;
  private final int lineWidth;
  private final List<List<String>> rows = new ArrayList<>();
  private final int[] widths;
  private boolean hasHeading;

  /**
   * @param documents prints the items if the format is not a table
   * @param lineWidth number of characters of a line of a table; {@link Integer#MAX_VALUE} if no
   *     cell is cut
   */
  ItemStream(
      PrintWriter out,
      ItemWriter documents,
      CellStyle style,
      List<TableColumn> columns,
      boolean isTable,
      int lineWidth) {
    this.out = out;
    this.documents = documents;
    this.style = style;
    this.columns = List.copyOf(columns);
    this.isTable = isTable;
    this.lineWidth = lineWidth;
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
    int room = widthOfLastColumn();
    rows.forEach(row -> out.print(Table.line(cut(row, room), widths, style::cell)));
    rows.clear();
  }

  /** Returns the width that the other columns leave to the last one, at least a readable width. */
  private int widthOfLastColumn() {
    int others =
        Arrays.stream(widths, 0, widths.length - 1).map(width -> width + Table.GAP.length()).sum();
    return Math.max(LEAST_LAST_WIDTH, lineWidth - others);
  }

  /** Returns the row with a last cell of at most {@code room} characters. */
  private static List<String> cut(List<String> row, int room) {
    int last = row.size() - 1;
    if (row.get(last).length() <= room) {
      return row;
    }
    var cut = new ArrayList<>(row);
    cut.set(last, row.get(last).substring(0, room - CUT.length()) + CUT);
    return cut;
  }

  /** Ends the list. Further calls have no effect. */
  @Override
  public void close() {
    flush();
    documents.close();
  }
}
