package io.reprise.rehydrate.postgres.session;

import java.sql.Connection;
import java.sql.SQLException;

/** Statements in one line. */
public final class Sql {
  private Sql() {}

  public static void execute(Connection session, String sql) throws SQLException {
    try (var statement = session.createStatement()) {
      statement.execute(sql);
    }
  }

  /** How many rows it changed. */
  public static int update(Connection session, String sql, Object... values) throws SQLException {
    try (var statement = session.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        statement.setObject(i + 1, values[i]);
      }
      return statement.executeUpdate();
    }
  }

  /** The one number of a query's one row. */
  public static long number(Connection session, String sql) throws SQLException {
    try (var statement = session.createStatement();
        var rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getLong(1);
    }
  }
}
