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
 */
record RowTable(String name, Map<String, RecordField> fields) {

  private record TableColumn(int sqlType, String typeName) {}

  /**
   * Reads the types of the table's columns and returns the columns that are filled. Requires that
   * each column exists, can hold its field and may be written. Changes nothing.
   *
   * @throws TargetRefusedException when a column does not exist or cannot hold its field
   */
  List<FilledColumn> check(Connection session) throws SQLException {
    var existing = columns(session);
    var filled = new ArrayList<FilledColumn>();
    for (var entry : new TreeMap<>(fields).entrySet()) {
      filled.add(filled(entry.getKey(), entry.getValue(), existing));
    }
    var names = SqlNames.columns(filled.stream().map(FilledColumn::name).toList());
    try (var statement = session.createStatement()) {
      statement.executeUpdate(
          "INSERT INTO %s (%s) SELECT %s FROM %s WHERE 1 = 0"
              .formatted(SqlNames.table(name), names, names, SqlNames.table(name)));
    }
    return filled;
  }

  private Map<String, TableColumn> columns(Connection session) throws SQLException {
    var existing = new TreeMap<String, TableColumn>();
    try (var query = session.createStatement();
        var rows =
            query.executeQuery("SELECT * FROM %s WHERE 1 = 0".formatted(SqlNames.table(name)))) {
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
        .map(type -> new FilledColumn(column, found.sqlType, field, type))
        .orElseThrow(() -> unfit(column, field, found));
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

  /** Returns the statement that inserts one row with these columns. */
  String insert(List<FilledColumn> columns) {
    return "INSERT INTO %s (%s) VALUES (%s)"
        .formatted(
            SqlNames.table(name),
            SqlNames.columns(columns.stream().map(FilledColumn::name).toList()),
            SqlNames.parameters(columns.size()));
  }
}
