package io.reprise.replay.target.jdbc;

import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.stream.Collectors;

/** Writes the names of tables and columns into SQL statements, quoted. */
final class SqlNames {
  private SqlNames() {}

  /** Quotes the name of a table, which may have a schema in front, as {@code sales.orders}. */
  static String table(String name) {
    return Arrays.stream(name.split("\\.", -1))
        .map(SqlNames::column)
        .collect(Collectors.joining("."));
  }

  static String column(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  /** Quotes the names of columns and separates them by commas. */
  static String columns(Collection<String> names) {
    return names.stream().map(SqlNames::column).collect(Collectors.joining(", "));
  }

  /** Returns as many question marks as a statement has parameters, separated by commas. */
  static String parameters(int count) {
    return String.join(", ", Collections.nCopies(count, "?"));
  }
}
