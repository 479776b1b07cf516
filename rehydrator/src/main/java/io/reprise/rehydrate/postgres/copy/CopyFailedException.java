package io.reprise.rehydrate.postgres.copy;

import java.sql.SQLException;

/**
 * Wraps a database error that occurs while rows are supplied to a COPY, so that it reaches the code
 * that runs the COPY.
 */
public final class CopyFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final SQLException sql;

  public CopyFailedException(SQLException sql) {
    super(sql);
    this.sql = sql;
  }

  public SQLException sql() {
    return sql;
  }
}
