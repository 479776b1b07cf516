package io.reprise.replay.target.jdbc;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.util.Credentials;
import io.reprise.replay.target.TargetConfig;
import io.reprise.replay.target.TargetLoginException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A pool of database sessions. Opens the first session when it is needed, so a database that is
 * down keeps no worker from starting. Thread-safe. The target closes the pool.
 *
 * <p>The database ends a transaction of a worker that has stopped in the middle of it. Otherwise
 * the row locks of a frozen worker would block the worker that has taken over its shard.
 */
final class DatabaseSessions implements AutoCloseable {
  private static final Duration WAIT_FOR_SESSION = Duration.ofSeconds(5);
  private static final Duration KEPT_IDLE = Duration.ofMinutes(1);

  private final HikariDataSource pool;
  private final SqlErrors errors;

  /**
   * Creates a pool without sessions.
   *
   * @param dialect the dialect of the database
   * @param session the session timeout of the workers' group. A worker that does not answer for
   *     this long loses its slots
   */
  DatabaseSessions(String target, TargetConfig.Jdbc config, SqlDialect dialect, Duration session) {
    this.errors = new SqlErrors(target, config.user());
    var settings = new HikariConfig();
    settings.setPoolName("target-" + target);
    settings.setJdbcUrl(config.url());
    settings.setCredentialsProvider(
        () -> Credentials.of(config.user(), password(target, config.passwordFile())));
    settings.setMaximumPoolSize(config.connections());
    settings.setMinimumIdle(0);
    settings.setIdleTimeout(KEPT_IDLE.toMillis());
    settings.setConnectionTimeout(WAIT_FOR_SESSION.toMillis());
    settings.setInitializationFailTimeout(-1);
    settings.setAutoCommit(false);
    // With this setting, the pool commits the statement that sets the limits.
    settings.setIsolateInternalQueries(true);
    settings.setConnectionInitSql(dialect.prepare(session));
    dialect.driverSettings(config.mode()).forEach(settings::addDataSourceProperty);
    DatabaseDrivers.require(target, config, dialect);
    this.pool = new HikariDataSource(settings);
  }

  private static String password(String target, @Nullable Path file) {
    if (file == null) {
      return "";
    }
    try {
      return Files.readString(file).lines().findFirst().orElse("");
    } catch (IOException e) {
      throw new TargetLoginException(
          "the password of target '%s' cannot be read from %s (%s): correct passwordFile"
              .formatted(target, file, e.getClass().getSimpleName()),
          e);
    }
  }

  /** The statements of one transaction. */
  @FunctionalInterface
  interface Work<T> {
    T in(Connection session) throws SQLException;
  }

  /**
   * Begins a transaction in a session of its own. The caller commits and then closes the session,
   * or gives both to {@link #drop}.
   *
   * @throws RuntimeException as {@link SqlErrors} says
   */
  Connection begin() {
    try {
      return pool.getConnection();
    } catch (SQLException e) {
      throw errors.of(e);
    }
  }

  /** Runs one transaction. An error rolls it back. */
  <T> T once(Work<T> work) {
    var session = begin();
    try {
      var result = work.in(session);
      session.commit();
      return result;
    } catch (SQLException e) {
      throw errors.of(e);
    } finally {
      drop(session);
    }
  }

  /** Rolls back what is not committed, and gives the session back to the pool. */
  static void drop(Connection session) {
    try (session) {
      session.rollback();
    } catch (SQLException e) {
      // The connection is gone. The database rolls the transaction back when it notices this.
    }
  }

  SqlErrors errors() {
    return errors;
  }

  @Override
  public void close() {
    pool.close();
  }
}
