package io.reprise.replay.target.jdbc;

import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.stream.Collectors;

/**
 * Writes the names of tables and columns into SQL statements, quoted.
 *
 * @param quote the character around a name
 */
record SqlNames(String quote) {

  /** Quotes the name of a table, which may have a schema in front, as {@code sales.orders}. */
  String table(String name) {
    return Arrays.stream(name.split("\\.", -1)).map(this::column).collect(Collectors.joining("."));
  }

  String column(String name) {
    return quote + name.replace(quote, quote + quote) + quote;
  }

  /** Quotes the names of columns and separates them by commas. */
  String columns(Collection<String> names) {
    return names.stream().map(this::column).collect(Collectors.joining(", "));
  }

  /** Returns as many question marks as a statement has parameters, separated by commas. */
  static String parameters(int count) {
    return String.join(", ", Collections.nCopies(count, "?"));
  }
}
