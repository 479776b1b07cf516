package io.reprise.rehydrate.postgres.table;

import io.reprise.rehydrate.project.ColumnType;
import io.reprise.rehydrate.project.ProjectedColumn;
import io.reprise.rehydrate.project.Projection;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The table of one version.
 *
 * @param columns all columns in order, with PostgreSQL's names of their types
 */
public record ModelTable(String schema, String model, int version, List<TableColumn> columns) {
  public static final String PROVENANCE = "reprise_provenance";

  /**
   * A column of a version's table.
   *
   * @param type type as PostgreSQL's {@code format_type} returns it
   */
  public record TableColumn(String name, String type) {}

  public static List<TableColumn> columns(Projection projection) {
    var columns = new ArrayList<TableColumn>();
    columns.add(new TableColumn("key", ColumnType.TEXT.postgres()));
    for (ProjectedColumn column : projection.columns()) {
      columns.add(new TableColumn(column.name(), column.type().postgres()));
    }
    columns.add(new TableColumn("last_offset", ColumnType.BIGINT.postgres()));
    columns.add(new TableColumn("source_partition", ColumnType.INTEGER.postgres()));
    columns.add(new TableColumn(projection.stateColumn(), ColumnType.BYTEA.postgres()));
    columns.add(new TableColumn(PROVENANCE, ColumnType.BYTEA.postgres()));
    return List.copyOf(columns);
  }

  /** Returns the table's name without the schema. */
  public String plainName() {
    return model + "_v" + version;
  }

  public String name() {
    return quote(schema) + "." + quote(plainName());
  }

  public static String quote(String name) {
    return '"' + name + '"';
  }

  public List<String> columnNames() {
    return columns.stream().map(TableColumn::name).toList();
  }

  public String columnList() {
    return list(columnNames());
  }

  public static String list(List<String> names) {
    return names.stream().map(ModelTable::quote).collect(Collectors.joining(", "));
  }

  /** Returns the columns that readers see. */
  public List<TableColumn> visible() {
    return columns.stream().filter(c -> !c.name().startsWith("reprise_")).toList();
  }

  public String create() {
    return "CREATE TABLE %s (%s)"
        .formatted(
            name(), columns.stream().map(ModelTable::definition).collect(Collectors.joining(", ")));
  }

  // The key column has byte order (collation "C"): PostgreSQL builds an index in byte order several
  // times faster than one in the order of a language.
  private static String definition(TableColumn column) {
    return switch (column.name()) {
      case "key" -> "key text COLLATE \"C\" NOT NULL";
      case "last_offset", "source_partition", PROVENANCE ->
          quote(column.name()) + " " + column.type() + " NOT NULL";
      default -> quote(column.name()) + " " + column.type();
    };
  }

  /**
   * Returns the SQL that upserts the rows of a batch. A stored row is replaced only if the batch's
   * row is of the same source partition and has a higher last offset.
   */
  public String upsertFrom(String batch) {
    var set =
        columnNames().stream()
            .filter(c -> !c.equals("key"))
            .map(c -> "%s = excluded.%s".formatted(quote(c), quote(c)))
            .collect(Collectors.joining(", "));
    return """
    INSERT INTO %s AS t (%s) SELECT %s FROM %s
    ON CONFLICT (key) DO UPDATE SET %s
    WHERE t.source_partition = excluded.source_partition
      AND t.last_offset < excluded.last_offset\
    """
        .formatted(name(), columnList(), columnList(), batch, set);
  }
}
