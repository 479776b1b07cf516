package io.reprise.rehydrate.postgres.copy;

import java.sql.SQLException;

/** Carries a database error through the code that supplies the rows. */
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
