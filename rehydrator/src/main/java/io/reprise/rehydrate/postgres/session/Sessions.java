package io.reprise.rehydrate.postgres.session;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;
import java.util.concurrent.ConcurrentLinkedDeque;

/**
 * Opens database sessions and runs transactions in them. A session is reused for the next
 * transaction until this object is closed. Thread-safe.
 */
public final class Sessions implements AutoCloseable {
  private static final int ALIVE_SECONDS = 5;

  private final PostgresConfig config;
  private final PostgresErrors faults;
  private final CommitObserver observer;
  private final ConcurrentLinkedDeque<Connection> idle = new ConcurrentLinkedDeque<>();

  public Sessions(PostgresConfig config, CommitObserver observer) {
    this.config = config;
    this.faults = new PostgresErrors(config);
    this.observer = observer;
  }

  /** The statements to run in one transaction. */
  @FunctionalInterface
  public interface Work<T> {
    T in(Connection session) throws SQLException;
  }

  /** Opens a session without automatic commits; the caller closes it. */
  public Connection open() {
    var settings = new Properties();
    settings.setProperty("user", config.user());
    settings.setProperty("password", config.password());
    settings.setProperty("ApplicationName", "reprise-rehydrator");
    settings.setProperty("connectTimeout", "10");
    settings.setProperty("tcpKeepAlive", "true");
    try {
      var session = DriverManager.getConnection(config.url(), settings);
      // Switches off the server's statement timeout for the session. The timeout is meant for
      // interactive queries; it would abort a load.
      Sql.execute(session, "SET statement_timeout = 0");
      session.setAutoCommit(false);
      return session;
    } catch (SQLException e) {
      throw faults.of(e);
    }
  }

  /** Runs one transaction in an idle session, or in a new one. */
  public <T> T once(TransactionKind kind, Work<T> work) {
    var session = idleOrNew();
    try {
      var result = in(session, kind, work);
      idle.push(session);
      return result;
    } catch (RuntimeException e) {
      close(session);
      throw e;
    }
  }

  /**
   * Returns an idle session that still works, or opens a new one. An idle session is checked before
   * it is used again, because a firewall may have dropped its connection.
   */
  private Connection idleOrNew() {
    for (var session = idle.poll(); session != null; session = idle.poll()) {
      try {
        if (session.isValid(ALIVE_SECONDS)) {
          session.commit();
          return session;
        }
        close(session);
      } catch (SQLException e) {
        close(session);
      }
    }
    return open();
  }

  public static void close(Connection session) {
    try {
      session.close();
    } catch (SQLException e) {
      // This error can be ignored: once the connection is gone, the server rolls back the
      // transaction that was not committed.
    }
  }

  /** Runs one transaction in {@code session}; an error rolls it back. */
  public <T> T in(Connection session, TransactionKind kind, Work<T> work) {
    try {
      var result = work.in(session);
      observer.before(kind);
      session.commit();
      observer.after(kind);
      return result;
    } catch (SQLException e) {
      throw rolledBack(session, faults.of(e));
    } catch (RuntimeException e) {
      throw rolledBack(session, e);
    }
  }

  private static RuntimeException rolledBack(Connection session, RuntimeException cause) {
    try {
      session.rollback();
    } catch (SQLException e) {
      cause.addSuppressed(e);
    }
    return cause;
  }

  public RuntimeException fault(SQLException e) {
    return faults.of(e);
  }

  @Override
  public void close() {
    for (var session = idle.poll(); session != null; session = idle.poll()) {
      close(session);
    }
  }
}
