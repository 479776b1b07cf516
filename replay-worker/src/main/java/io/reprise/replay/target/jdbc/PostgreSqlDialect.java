package io.reprise.replay.target.jdbc;

import io.reprise.replay.target.TargetConfig;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** PostgreSQL. */
record PostgreSqlDialect() implements SqlDialect {
  private static final SqlNames NAMES = new SqlNames("\"");

  @Override
  public SqlNames names() {
    return NAMES;
  }

  @Override
  public String database() {
    return "PostgreSQL";
  }

  @Override
  public String longText() {
    return "text";
  }

  @Override
  public String insertNew(String insert) {
    return "INSERT %s ON CONFLICT DO NOTHING".formatted(insert);
  }

  @Override
  public String replacing(List<String> keys, List<String> others) {
    var assignments =
        others.stream()
            .map(NAMES::column)
            .map(column -> column + " = EXCLUDED." + column)
            .collect(Collectors.joining(", "));
    return " ON CONFLICT (%s) DO %s"
        .formatted(
            NAMES.columns(keys), assignments.isEmpty() ? "NOTHING" : "UPDATE SET " + assignments);
  }

  /** {@code transaction_timeout} exists since PostgreSQL 17. */
  @Override
  public String prepare(Duration session) {
    long idle = session.toMillis() * 2 / 3;
    return "SET TimeZone = 'UTC'; SET idle_in_transaction_session_timeout = %d; SET statement_timeout = %d; SELECT set_config(name, '%d', false) FROM pg_settings WHERE name = 'transaction_timeout'"
        .formatted(idle, idle, session.toMillis());
  }

  @Override
  public Object time(Instant time) {
    return time.atOffset(ZoneOffset.UTC);
  }

  /** One statement for several rows is faster, but must not write the same row twice. */
  @Override
  public Map<String, String> driverSettings(TargetConfig.WriteMode mode) {
    return Map.of(
        "ApplicationName", "reprise-replay-worker",
        "connectTimeout", "5",
        "socketTimeout", "30",
        "tcpKeepAlive", "true",
        "reWriteBatchedInserts", String.valueOf(mode == TargetConfig.WriteMode.INSERT));
  }

  @Override
  public List<String> columnsWithoutDefault(Connection session, String table) throws SQLException {
    var text =
        "SELECT attname FROM pg_attribute WHERE attrelid = to_regclass(?) AND attnum > 0"
            + " AND NOT attisdropped AND attnotnull AND NOT atthasdef AND attidentity = ''"
            + " ORDER BY attnum";
    var columns = new ArrayList<String>();
    try (var query = session.prepareStatement(text)) {
      query.setString(1, NAMES.table(table));
      try (var rows = query.executeQuery()) {
        while (rows.next()) {
          columns.add(rows.getString(1));
        }
      }
    }
    return columns;
  }

  /** All tables have transactions, and the statement itself names the key columns. */
  @Override
  public void requireUsable(
      Connection session, String table, List<String> keys, Collection<String> filled) {}
}
