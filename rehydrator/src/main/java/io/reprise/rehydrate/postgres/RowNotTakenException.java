package io.reprise.rehydrate.postgres;

import java.sql.SQLException;

/** Carries an error of the database past those who hand over rows. */
final class RowNotTakenException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final SQLException sql;

  RowNotTakenException(SQLException sql) {
    super(sql);
    this.sql = sql;
  }

  SQLException sql() {
    return sql;
  }
}
