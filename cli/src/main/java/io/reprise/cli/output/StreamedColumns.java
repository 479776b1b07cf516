package io.reprise.cli.output;

import com.fasterxml.jackson.databind.JsonNode;
import io.reprise.cli.output.TableColumn.Importance;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * The columns of a table whose rows are not all known when the first one is printed. No line is
 * longer than a line of the terminal, as far as the {@link Importance#KEY} columns fit:
 *
 * <ol>
 *   <li>The last column is cut where the terminal ends, but keeps 10 characters.
 *   <li>For these 10 characters, the widest of the {@link Importance#DETAIL} columns are cut, down
 *       to 12 characters.
 *   <li>If that is not enough, DETAIL columns are left out from the right.
 * </ol>
 *
 * <p>A last line says how to see whole texts if a text was cut.
 *
 * <p>The first rows decide which columns are left out. Later rows only make columns wider. Confined
 * to one thread.
 */
final class StreamedColumns {
  private static final int LEAST_LAST_WIDTH = 10;
  private static final int LEAST_CUT_WIDTH = 12;
  private static final String CUT = "…";

  private final List<TableColumn> columns;
  private final int lineWidth;
  private final Consumer<String> say;
  private final List<Integer> shown = new ArrayList<>();
  private int[] widths = {};
  private boolean hasCut;

  /**
   * @param lineWidth number of characters of a line; {@link Integer#MAX_VALUE} if no cell is cut
   * @param say receives a message that names the columns that are left out, and one about cut texts
   */
  StreamedColumns(List<TableColumn> columns, int lineWidth, Consumer<String> say) {
    this.columns = List.copyOf(columns);
    this.lineWidth = lineWidth;
    this.say = say;
  }

  List<String> headings() {
    return columns.stream().map(TableColumn::header).toList();
  }

  /** Returns the texts of all columns, also of those that are not shown. */
  List<String> cells(JsonNode item) {
    return columns.stream().map(column -> column.cell().apply(item)).toList();
  }

  /** Makes columns wider for these rows, as far as the line has room. */
  void widenFor(List<List<String>> rows) {
    if (shown.isEmpty()) {
      choose(rows);
      return;
    }
    var needed = widths.clone();
    Table.widen(needed, rows);
    for (int column : shown) {
      boolean isFree = column == last() || isKey(column);
      int room = isFree ? Integer.MAX_VALUE : widths[column] + Math.max(0, spare());
      widths[column] = Math.min(needed[column], room);
    }
  }

  private void choose(List<List<String>> rows) {
    var whole = new int[columns.size()];
    Table.widen(whole, List.of(headings()));
    Table.widen(whole, rows);
    widths = whole.clone();
    for (int column = 0; column < columns.size(); column++) {
      shown.add(column);
    }
    var leftOut = new ArrayList<String>();
    while (spare() < 0) {
      int widest = widestToCut();
      if (widest >= 0) {
        widths[widest]--;
      } else if (leaveOutOne(leftOut)) {
        widths = whole.clone();
      } else {
        break;
      }
    }
    if (!leftOut.isEmpty()) {
      say.accept(
          "Columns that do not fit: %s. Add -o wide to show all."
              .formatted(String.join(", ", leftOut)));
    }
  }

  /** Returns the width that is left if the last column has its least width. May be negative. */
  private int spare() {
    return widthForLast() - LEAST_LAST_WIDTH;
  }

  private int widthForLast() {
    int others =
        shown.stream()
            .filter(column -> column != last())
            .mapToInt(column -> widths[column] + Table.GAP.length())
            .sum();
    return lineWidth - others;
  }

  private int last() {
    return columns.size() - 1;
  }

  private boolean isKey(int column) {
    return columns.get(column).importance() == Importance.KEY;
  }

  /** Returns the widest column that may be cut further; -1 if there is none. */
  private int widestToCut() {
    int widest = -1;
    for (int column : shown) {
      boolean canBeCut = column != last() && !isKey(column) && widths[column] > LEAST_CUT_WIDTH;
      if (canBeCut && (widest < 0 || widths[column] > widths[widest])) {
        widest = column;
      }
    }
    return widest;
  }

  /** Leaves out the rightmost column that is not needed. Returns false if there is none. */
  private boolean leaveOutOne(List<String> leftOut) {
    for (int i = shown.size() - 2; i >= 0; i--) {
      int column = shown.get(i);
      if (!isKey(column)) {
        shown.remove(i);
        leftOut.add(0, columns.get(column).header());
        return true;
      }
    }
    return false;
  }

  /**
   * Returns the line of a row, or of the headings.
   *
   * @param cells the texts of all columns, of which the line has those that are shown
   */
  String line(List<String> cells, UnaryOperator<String> style) {
    var fitting = new ArrayList<String>();
    for (int column : shown) {
      int room = column == last() ? Math.max(1, widthForLast()) : widths[column];
      fitting.add(cut(cells.get(column), room));
      hasCut |= cells.get(column).length() > room;
    }
    return Table.line(fitting, shown.stream().mapToInt(c -> widths[c]).toArray(), style);
  }

  /** Says how to see whole texts, if a text was cut. Further calls have no effect. */
  void end() {
    if (hasCut) {
      hasCut = false;
      say.accept(
          "Texts that end with %s are cut to the width of the terminal. Add -o wide (or -o jsonl) to show them whole."
              .formatted(CUT));
    }
  }

  private static String cut(String text, int room) {
    return text.length() <= room ? text : text.substring(0, room - CUT.length()) + CUT;
  }
}
