package io.reprise.replay.target.jdbc;

import io.reprise.replay.target.TargetConfig;
import io.reprise.replay.target.TargetRefusedException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** MariaDB with tables of InnoDB. */
record MariaDbDialect() implements SqlDialect {
  private static final SqlNames NAMES = new SqlNames("`");

  @Override
  public SqlNames names() {
    return NAMES;
  }

  @Override
  public String database() {
    return "MariaDB";
  }

  /** A {@code text} of MariaDB has 64 KiB at most. */
  @Override
  public String longText() {
    return "longtext";
  }

  @Override
  public String tableOptions() {
    return " ENGINE=InnoDB";
  }

  @Override
  public String insertNew(String insert) {
    return "INSERT IGNORE " + insert;
  }

  /** Without other columns, a key column gets the value that it has. */
  @Override
  public String replacing(List<String> keys, List<String> others) {
    return (others.isEmpty() ? keys.subList(0, 1) : others)
        .stream()
            .map(NAMES::column)
            .map(column -> "%s = VALUES(%s)".formatted(column, column))
            .collect(Collectors.joining(", ", " ON DUPLICATE KEY UPDATE ", ""));
  }

  /**
   * MariaDB counts these limits in seconds, so none is shorter than one. It has no limit for a
   * whole transaction. A session that has lost its client in the middle of a statement waits for
   * {@code net_read_timeout}. Without the strict mode, a text that is too long would be cut.
   */
  @Override
  public String prepare(Duration session) {
    long idle = Math.max(1, session.toSeconds() * 2 / 3);
    return """
    SET SESSION sql_mode = 'STRICT_ALL_TABLES,NO_ZERO_DATE,NO_ZERO_IN_DATE,\
    ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION', \
    time_zone = '+00:00', tx_isolation = 'READ-COMMITTED', idle_transaction_timeout = %d, \
    max_statement_time = %d, innodb_lock_wait_timeout = %d, net_read_timeout = %d\
    """
        .formatted(idle, idle, idle, idle);
  }

  /** The driver would turn a time with an offset into the time zone of this process. */
  @Override
  public Object time(Instant time) {
    return LocalDateTime.ofInstant(time, ZoneOffset.UTC);
  }

  @Override
  public Map<String, String> driverSettings(TargetConfig.WriteMode mode) {
    return Map.of(
        "connectTimeout", "5000",
        "socketTimeout", "30000",
        "tcpKeepAlive", "true");
  }

  @Override
  public List<String> columnsWithoutDefault(Connection session, String table) throws SQLException {
    var text =
        "SELECT column_name FROM information_schema.columns WHERE table_schema = COALESCE(?,"
            + " DATABASE()) AND table_name = ? AND is_nullable = 'NO' AND column_default IS NULL"
            + " AND extra NOT LIKE '%auto_increment%' AND generation_expression IS NULL ORDER BY"
            + " ordinal_position";
    return strings(session, text, table).stream().map(row -> row.get(0)).toList();
  }

  @Override
  public void requireUsable(
      Connection session, String table, List<String> keys, Collection<String> filled)
      throws SQLException {
    requireTransactions(session, table);
    if (!keys.isEmpty()) {
      requireOnlyIndex(session, table, new TreeSet<>(keys), filled);
      requireCases(session, table, keys);
    }
  }

  private static void requireTransactions(Connection session, String table) throws SQLException {
    var text =
        "SELECT engine FROM information_schema.tables WHERE table_schema = COALESCE(?, DATABASE())"
            + " AND table_name = ? AND engine <> 'InnoDB'";
    for (var row : strings(session, text, table)) {
      throw new TargetRefusedException(
          "table %s has the engine %s, which has no transactions: ALTER TABLE %s ENGINE=InnoDB"
              .formatted(table, row.get(0), NAMES.table(table)));
    }
  }

  /** MariaDB replaces a row if any unique index has the same values. */
  private static void requireOnlyIndex(
      Connection session, String table, Set<String> keys, Collection<String> filled)
      throws SQLException {
    var text =
        "SELECT index_name, column_name FROM information_schema.statistics"
            + " WHERE table_schema = COALESCE(?, DATABASE()) AND table_name = ? AND non_unique = 0";
    var indexes = new LinkedHashMap<String, Set<String>>();
    for (var row : strings(session, text, table)) {
      indexes.computeIfAbsent(row.get(0), name -> new HashSet<>()).add(row.get(1));
    }
    if (!indexes.containsValue(keys)) {
      throw new TargetRefusedException(
          "table %s has no unique index on its key columns: CREATE UNIQUE INDEX reprise_keys ON %s (%s)"
              .formatted(table, NAMES.table(table), NAMES.columns(keys)));
    }
    indexes.forEach(
        (name, columns) -> {
          if (!columns.equals(keys) && filled.containsAll(columns)) {
            throw new TargetRefusedException(
                "table %s has the unique index %s on %s, by which MariaDB would replace rows too: drop the index, or use its columns as keyColumns"
                    .formatted(table, name, String.join(", ", new TreeSet<>(columns))));
          }
        });
  }

  /** With a collation that ignores case, the row of one key would replace that of another. */
  private static void requireCases(Connection session, String table, List<String> keys)
      throws SQLException {
    var text =
        "SELECT column_name, collation_name, column_type FROM information_schema.columns"
            + " WHERE table_schema = COALESCE(?, DATABASE()) AND table_name = ?"
            + " AND collation_name LIKE '%\\_ci'";
    for (var row : strings(session, text, table)) {
      if (keys.contains(row.get(0))) {
        throw new TargetRefusedException(
            "key column '%s' of table %s has the collation %s, which ignores case, so that records with other keys would replace each other: ALTER TABLE %s MODIFY %s %s CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin"
                .formatted(
                    row.get(0),
                    table,
                    row.get(1),
                    NAMES.table(table),
                    NAMES.column(row.get(0)),
                    row.get(2)));
      }
    }
  }

  /** Runs a query about a table, whose parameters are the table's database and name. */
  private static List<List<String>> strings(Connection session, String text, String table)
      throws SQLException {
    int dot = table.indexOf('.');
    @Nullable String database = dot < 0 ? null : table.substring(0, dot);
    var found = new ArrayList<List<String>>();
    try (var query = session.prepareStatement(text)) {
      query.setString(1, database);
      query.setString(2, table.substring(dot + 1));
      try (var rows = query.executeQuery()) {
        int count = rows.getMetaData().getColumnCount();
        while (rows.next()) {
          var row = new ArrayList<String>();
          for (int i = 1; i <= count; i++) {
            row.add(rows.getString(i));
          }
          found.add(row);
        }
      }
    }
    return found;
  }
}
