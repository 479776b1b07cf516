package io.reprise.rehydrate.postgres.table;

import io.reprise.rehydrate.postgres.session.PostgresConfig;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads PostgreSQL's catalogue of tables and views. Stateless and thread-safe. */
public final class Catalog {
  private final PostgresConfig config;

  public Catalog(PostgresConfig config) {
    this.config = config;
  }

  /** Returns the table of a version, with the columns that the table has now. */
  public ModelTable table(Connection session, int version) throws SQLException {
    return new ModelTable(config.schema(), config.model(), version, columns(session, version));
  }

  /** Returns the columns of a version's table; empty if the table does not exist. */
  public List<ModelTable.TableColumn> columns(Connection session, int version) throws SQLException {
    return columns(session, config.model() + "_v" + version);
  }

  /** Returns the columns of a relation, in order; empty if the relation does not exist. */
  public List<ModelTable.TableColumn> columns(Connection session, String relation)
      throws SQLException {
    var columns = new ArrayList<ModelTable.TableColumn>();
    try (var query =
        session.prepareStatement(
            """
            SELECT a.attname, format_type(a.atttypid, a.atttypmod)
            FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
              JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE n.nspname = ? AND c.relname = ? AND a.attnum > 0 AND NOT a.attisdropped
            ORDER BY a.attnum\
            """)) {
      query.setString(1, config.schema());
      query.setString(2, relation);
      var rows = query.executeQuery();
      while (rows.next()) {
        columns.add(new ModelTable.TableColumn(rows.getString(1), rows.getString(2)));
      }
    }
    return columns;
  }

  /**
   * Returns the kind of the relation that has the model's name: {@code v} for a view, {@code r} for
   * a table.
   */
  public Optional<String> kindOfModel(Connection session) throws SQLException {
    try (var query =
        session.prepareStatement(
            """
            SELECT c.relkind FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE n.nspname = ? AND c.relname = ?\
            """)) {
      query.setString(1, config.schema());
      query.setString(2, config.model());
      var rows = query.executeQuery();
      return rows.next() ? Optional.of(rows.getString(1)) : Optional.empty();
    }
  }

  /** Returns GRANT statements that restore the rights that the model's view has now. */
  public List<String> grantsOfModel(Connection session) throws SQLException {
    var grants = new ArrayList<String>();
    try (var query =
        session.prepareStatement(
            """
            SELECT format('GRANT %s ON %I.%I TO %s%s', g.privilege_type, n.nspname, c.relname,
              CASE WHEN g.grantee = 0 THEN 'PUBLIC' ELSE g.grantee::regrole::text END,
              CASE WHEN g.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END)
            FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace,
              aclexplode(c.relacl) g
            WHERE n.nspname = ? AND c.relname = ? AND g.grantee <> c.relowner\
            """)) {
      query.setString(1, config.schema());
      query.setString(2, config.model());
      var rows = query.executeQuery();
      while (rows.next()) {
        grants.add(rows.getString(1));
      }
    }
    return grants;
  }
}
