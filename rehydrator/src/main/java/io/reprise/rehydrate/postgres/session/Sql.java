package io.reprise.rehydrate.postgres.session;

import java.sql.Connection;
import java.sql.SQLException;

/** Runs single SQL statements. */
public final class Sql {
  private Sql() {}

  public static void execute(Connection session, String sql) throws SQLException {
    try (var statement = session.createStatement()) {
      statement.execute(sql);
    }
  }

  /** Runs an update and returns the number of changed rows. */
  public static int update(Connection session, String sql, Object... values) throws SQLException {
    try (var statement = session.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        statement.setObject(i + 1, values[i]);
      }
      return statement.executeUpdate();
    }
  }

  /** Runs a query that returns one number. */
  public static long number(Connection session, String sql) throws SQLException {
    try (var statement = session.createStatement();
        var rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getLong(1);
    }
  }
}
