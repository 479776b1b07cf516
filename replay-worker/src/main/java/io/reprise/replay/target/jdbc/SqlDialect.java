package io.reprise.replay.target.jdbc;

import io.reprise.replay.target.TargetConfig;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** What is different between the databases that rows can be written to. Stateless. */
interface SqlDialect {
  /** Returns the dialect of the database that a URL names. */
  static SqlDialect of(String url) {
    return url.startsWith("jdbc:mariadb:") ? new MariaDbDialect() : new PostgreSqlDialect();
  }

  /** Returns how names of tables and columns are quoted. */
  SqlNames names();

  /** Returns the name of the database, for messages. */
  String database();

  /** Returns the type of a column that holds a text of any length. */
  String longText();

  /** Returns what follows a table that is created, for messages; may be empty. */
  default String tableOptions() {
    return "";
  }

  /**
   * Returns the statement that adds a row unless the table has the row's key.
   *
   * @param insert the statement without its first word, from {@code INTO} on
   */
  String insertNew(String insert);

  /**
   * Returns the end of a statement that replaces the row with the same key.
   *
   * @param keys the names of the key columns; at least one
   * @param others the names of the other columns that are filled
   */
  String replacing(List<String> keys, List<String> others);

  /**
   * Returns one statement that prepares a session. It bounds how long the session may hold locks
   * without progress: when a worker has lost its slots, the database has ended its transactions.
   *
   * @param session the session timeout of the workers' group
   */
  String prepare(Duration session);

  /** Returns a time as the driver takes it in a session that {@link #prepare} has prepared. */
  Object time(Instant time);

  /** Returns the settings of the driver. */
  Map<String, String> driverSettings(TargetConfig.WriteMode mode);

  /** Returns the names of the columns that may not be null and have no default, in their order. */
  List<String> columnsWithoutDefault(Connection session, String table) throws SQLException;

  /**
   * Requires what the statements themselves do not show: that a table has transactions, and that
   * only its key columns decide which row is replaced.
   *
   * @param keys the key columns; empty if no row is replaced
   * @param filled the names of all columns that are filled
   * @throws io.reprise.replay.target.TargetRefusedException if it is not so
   */
  void requireUsable(Connection session, String table, List<String> keys, Collection<String> filled)
      throws SQLException;
}
