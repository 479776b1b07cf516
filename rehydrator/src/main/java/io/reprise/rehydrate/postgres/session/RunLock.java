package io.reprise.rehydrate.postgres.session;

import io.reprise.rehydrate.target.TargetRefusedException;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * Prevents a second run of the same model while this lock is open. The lock is a PostgreSQL
 * advisory lock, held by a database session that does nothing else.
 */
public final class RunLock implements AutoCloseable {
  // The longest wait for the lock. PostgreSQL notices only after a moment that the session of a
  // killed run has ended.
  private static final String LOCK_TIMEOUT = "2s";

  private final Connection session;

  private RunLock(Connection session) {
    this.session = session;
  }

  public static RunLock take(PostgresConfig config, Sessions sessions) {
    var session = sessions.open();
    try {
      session.setAutoCommit(true);
      Sql.execute(session, "SET lock_timeout = '" + LOCK_TIMEOUT + "'");
      lock(session, config);
      return new RunLock(session);
    } catch (SQLException e) {
      Sessions.close(session);
      if (PostgresErrors.LOCK_NOT_AVAILABLE.equals(e.getSQLState())) {
        throw new TargetRefusedException(
            "another run works on model %s.%s at %s: wait until that run has ended, or cancel it"
                .formatted(config.schema(), config.model(), config.place()),
            e);
      }
      throw sessions.fault(e);
    }
  }

  private static void lock(Connection session, PostgresConfig config) throws SQLException {
    try (var query = session.prepareStatement("SELECT pg_advisory_lock(hashtextextended(?, 0))")) {
      query.setString(1, "reprise.model." + config.schema() + "." + config.model());
      query.execute();
    }
  }

  @Override
  public void close() {
    Sessions.close(session);
  }
}
