package io.reprise.rehydrate.postgres.table;

import io.reprise.rehydrate.postgres.session.PostgresConfig;
import io.reprise.rehydrate.postgres.session.PostgresErrors;
import io.reprise.rehydrate.postgres.session.Sql;
import io.reprise.rehydrate.target.TargetRefusedException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** The view through which readers see one version. Stateless and thread-safe. */
public final class ModelView {
  private final PostgresConfig config;
  private final Catalog catalog;
  private final String name;

  public ModelView(PostgresConfig config) {
    this.config = config;
    this.catalog = new Catalog(config);
    this.name = ModelTable.quote(config.schema()) + "." + ModelTable.quote(config.model());
  }

  /**
   * Checks that the model's name is free, or belongs to a view that a rehydration made.
   *
   * @param versions whether a version of this model is visible according to the ledger
   * @throws TargetRefusedException when something else has the model's name
   */
  public void requireFree(Connection session, boolean versions) throws SQLException {
    var kind = catalog.kindOfModel(session);
    if (kind.isPresent() && !(kind.get().equals("v") && versions)) {
      throw new TargetRefusedException(
          "%s.%s at %s is a %s that was not made by a rehydration: rename it, or choose another model name"
              .formatted(
                  config.schema(),
                  config.model(),
                  config.place(),
                  switch (kind.get()) {
                    case "v" -> "view";
                    case "r", "p" -> "table";
                    default -> "relation";
                  }));
    }
  }

  /** Makes the view show the given version, in the transaction of the caller. */
  public void show(Connection session, ModelTable table) throws SQLException {
    var now = catalog.columns(session, config.model());
    var select =
        "SELECT %s FROM %s"
            .formatted(
                ModelTable.list(
                    table.visible().stream().map(ModelTable.TableColumn::name).toList()),
                table.name());
    if (now.isEmpty() || now.equals(table.visible())) {
      Sql.execute(session, "CREATE OR REPLACE VIEW %s AS %s".formatted(name, select));
    } else {
      replace(session, select);
    }
  }

  // CREATE OR REPLACE VIEW cannot drop or retype a column, so the view is created again, with its
  // grants.
  private void replace(Connection session, String select) throws SQLException {
    List<String> grants = catalog.grantsOfModel(session);
    try {
      Sql.execute(session, "DROP VIEW " + name);
    } catch (SQLException e) {
      if (PostgresErrors.DEPENDENT_OBJECTS.equals(e.getSQLState())) {
        throw new TargetRefusedException(
            "view %s must be created again because its columns change, but others depend on it (%s): drop those objects, or choose another model name"
                .formatted(config.model(), PostgresErrors.message(e)),
            e);
      }
      throw e;
    }
    Sql.execute(session, "CREATE VIEW %s AS %s".formatted(name, select));
    for (var grant : grants) {
      Sql.execute(session, grant);
    }
  }
}
