package io.reprise.replay.target.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Rows that are written together. Confined to the thread of the shard.
 *
 * <p>If the database does not accept the rows, writes them one by one, to find those to blame. A
 * savepoint before each attempt keeps the rows that were written before.
 */
final class RowBatch {
  private static final int MOST_ROWS = 500;
  private static final long MOST_BYTES = 4 << 20;

  private record Row(long offset, @Nullable Object[] values) {}

  private final String insert;
  private final List<FilledColumn> columns;
  private final List<Row> rows = new ArrayList<>();
  private long bytes;

  RowBatch(String insert, List<FilledColumn> columns) {
    this.insert = insert;
    this.columns = columns;
  }

  /** Adds the row of the record at {@code offset}, whose size is about {@code rowBytes}. */
  void add(long offset, @Nullable Object[] values, long rowBytes) {
    rows.add(new Row(offset, values));
    bytes += rowBytes;
  }

  boolean isFull() {
    return rows.size() >= MOST_ROWS || bytes >= MOST_BYTES;
  }

  boolean isEmpty() {
    return rows.isEmpty();
  }

  /**
   * Writes the rows and forgets them.
   *
   * @param refused gets the reason for each row that the database does not accept, by offset
   */
  void write(Connection session, Map<Long, String> refused) throws SQLException {
    try (var statement = session.prepareStatement(insert)) {
      if (!writeAll(session, statement, rows)) {
        for (var row : rows) {
          writeOne(session, statement, row, refused);
        }
      }
    }
    rows.clear();
    bytes = 0;
  }

  private boolean writeAll(Connection session, PreparedStatement statement, List<Row> batch)
      throws SQLException {
    var before = session.setSavepoint();
    try {
      for (var row : batch) {
        bind(statement, row);
        statement.addBatch();
      }
      statement.executeBatch();
      session.releaseSavepoint(before);
      return true;
    } catch (SQLException e) {
      if (!SqlErrors.isOfRecord(e)) {
        throw e;
      }
      statement.clearBatch();
      session.rollback(before);
      return false;
    }
  }

  private void writeOne(
      Connection session, PreparedStatement statement, Row row, Map<Long, String> refused)
      throws SQLException {
    var before = session.setSavepoint();
    try {
      bind(statement, row);
      statement.executeUpdate();
      session.releaseSavepoint(before);
    } catch (SQLException e) {
      if (!SqlErrors.isOfRecord(e)) {
        throw e;
      }
      session.rollback(before);
      refused.put(row.offset, SqlErrors.refusal(e));
    }
  }

  private void bind(PreparedStatement statement, Row row) throws SQLException {
    for (int i = 0; i < columns.size(); i++) {
      columns.get(i).bind(statement, i + 1, row.values[i]);
    }
  }
}
