package io.reprise.replay.target.jdbc;

import io.reprise.replay.target.TargetRefusedException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The table that rows are written to, as the configuration describes it. Stateless and thread-safe.
 *
 * @param name name of the table, which may have a schema in front
 * @param fields the field that fills each column, by the column's name
 * @param keys the columns by which a row replaces another one; empty if each record is a new row
 * @param dialect the dialect of the database
 */
record RowTable(
    String name, Map<String, RecordField> fields, List<String> keys, SqlDialect dialect) {

  private record TableColumn(int sqlType, String typeName) {}

  /**
   * Reads the types of the table's columns and returns the columns that are filled. Requires that
   * each column exists, can hold its field and may be written, and that the columns without a field
   * can do without one. Changes nothing.
   *
   * @throws TargetRefusedException when a column does not exist, cannot hold its field, or needs a
   *     value and has no field
   */
  List<FilledColumn> check(Connection session) throws SQLException {
    var existing = columns(session);
    var filled = new ArrayList<FilledColumn>();
    for (var entry : new TreeMap<>(fields).entrySet()) {
      filled.add(filled(entry.getKey(), entry.getValue(), existing));
    }
    requireNoOther(session);
    dialect.requireUsable(session, name, keys, names(filled));
    try (var statement = session.createStatement()) {
      statement.executeUpdate(
          write(
              filled,
              "SELECT %s FROM %s WHERE 1 = 0"
                  .formatted(dialect.names().columns(names(filled)), dialect.names().table(name))));
    }
    return filled;
  }

  /** Requires that each column that is not filled may be null or has a default. */
  private void requireNoOther(Connection session) throws SQLException {
    for (var column : dialect.columnsWithoutDefault(session, name)) {
      if (!fields.containsKey(column)) {
        throw new TargetRefusedException(
            "column '%s' of table %s may not be null, has no default and is not filled: add it to the target's columns, or give it a default"
                .formatted(column, name));
      }
    }
  }

  private Map<String, TableColumn> columns(Connection session) throws SQLException {
    var existing = new TreeMap<String, TableColumn>();
    try (var query = session.createStatement();
        var rows =
            query.executeQuery(
                "SELECT * FROM %s WHERE 1 = 0".formatted(dialect.names().table(name)))) {
      var facts = rows.getMetaData();
      for (int i = 1; i <= facts.getColumnCount(); i++) {
        existing.put(
            facts.getColumnName(i),
            new TableColumn(facts.getColumnType(i), facts.getColumnTypeName(i)));
      }
    }
    return existing;
  }

  private FilledColumn filled(String column, RecordField field, Map<String, TableColumn> existing) {
    var found = existing.get(column);
    if (found == null) {
      throw new TargetRefusedException(
          "table %s has no column '%s': its columns are %s; add the column, or correct the target's columns"
              .formatted(name, column, String.join(", ", existing.keySet())));
    }
    return field.types().stream()
        .filter(type -> type.fits(found.sqlType))
        .findFirst()
        .map(type -> filled(column, found, field, type))
        .orElseThrow(() -> unfit(column, field, found));
  }

  private FilledColumn filled(String column, TableColumn found, RecordField field, FieldType type) {
    var path = field.isData() ? field.path() : new String[0];
    return new FilledColumn(column, found.sqlType, found.typeName, field, type, path, dialect);
  }

  private TargetRefusedException unfit(String column, RecordField field, TableColumn found) {
    return new TargetRefusedException(
        "column '%s' of table %s has the type %s, which cannot hold %s: %s is %s; change the type of the column, or fill it from another field"
            .formatted(
                column,
                name,
                found.typeName,
                field.name(),
                field.name(),
                String.join(" or ", field.types().stream().map(FieldType::words).toList())));
  }

  /** Returns the statement that writes one row with these columns. */
  String write(List<FilledColumn> columns) {
    return write(columns, "VALUES (%s)".formatted(SqlNames.parameters(columns.size())));
  }

  private String write(List<FilledColumn> columns, String rows) {
    return "INSERT INTO %s (%s) %s%s"
        .formatted(
            dialect.names().table(name),
            dialect.names().columns(names(columns)),
            rows,
            replacing(columns));
  }

  private String replacing(List<FilledColumn> columns) {
    if (keys.isEmpty()) {
      return "";
    }
    var others = names(columns).stream().filter(column -> !keys.contains(column)).toList();
    return dialect.replacing(keys, others);
  }

  private static List<String> names(List<FilledColumn> columns) {
    return columns.stream().map(FilledColumn::name).toList();
  }
}
