package io.reprise.rehydrate.postgres;

import io.reprise.rehydrate.postgres.ledger.Ledger;
import io.reprise.rehydrate.postgres.ledger.RunId;
import io.reprise.rehydrate.postgres.ledger.StoredVersion;
import io.reprise.rehydrate.postgres.session.CommitObserver;
import io.reprise.rehydrate.postgres.session.PostgresConfig;
import io.reprise.rehydrate.postgres.session.PostgresErrors;
import io.reprise.rehydrate.postgres.session.RunLock;
import io.reprise.rehydrate.postgres.session.Sessions;
import io.reprise.rehydrate.postgres.session.Sql;
import io.reprise.rehydrate.postgres.session.TransactionKind;
import io.reprise.rehydrate.postgres.table.Catalog;
import io.reprise.rehydrate.postgres.table.ModelTable;
import io.reprise.rehydrate.postgres.table.ModelView;
import io.reprise.rehydrate.postgres.version.OpenedVersion;
import io.reprise.rehydrate.postgres.version.VersionChoice;
import io.reprise.rehydrate.project.Projection;
import io.reprise.rehydrate.target.BulkRun;
import io.reprise.rehydrate.target.BulkTarget;
import io.reprise.rehydrate.target.OpenRequest;
import io.reprise.rehydrate.target.TargetRefusedException;
import io.reprise.rehydrate.target.VersionStage;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * A read model in PostgreSQL 13 or later: table {@code <model>_v<n>} holds version n, and view
 * {@code <model>} shows one of the versions. The progress of each version is kept in {@code
 * reprise_rehydration} and {@code reprise_rehydration_partition} in the schema of the model.
 *
 * <p>A run opens one database session for each thread, and one more that holds the lock of the run.
 */
public final class PostgresTarget implements BulkTarget {
  private final PostgresConfig config;
  private final Projection projection;
  private final CommitObserver observer;
  private final Ledger ledger;
  private final ModelView view;
  private final Catalog catalog;

  public PostgresTarget(PostgresConfig config, Projection projection) {
    this(config, projection, CommitObserver.NONE);
  }

  PostgresTarget(PostgresConfig config, Projection projection, CommitObserver observer) {
    this.config = config;
    this.projection = projection;
    this.observer = observer;
    this.ledger = new Ledger(config);
    this.view = new ModelView(config);
    this.catalog = new Catalog(config);
  }

  @Override
  public String name() {
    return "%s.%s at %s".formatted(config.schema(), config.model(), config.place());
  }

  @Override
  public BulkRun open(OpenRequest request) {
    var sessions = new Sessions(config, observer);
    var lock = RunLock.take(config, sessions);
    try {
      var opened = sessions.once(TransactionKind.PREPARE, session -> prepare(session, request));
      return new PostgresRun(config, projection, sessions, lock, opened);
    } catch (RuntimeException e) {
      lock.close();
      sessions.close();
      throw e;
    }
  }

  private OpenedVersion prepare(Connection session, OpenRequest request) throws SQLException {
    ledger.create(session);
    ledger.lock(session);
    var wanted = ModelTable.columns(projection);
    var stored = ledger.reads().versions(session, wanted);
    view.requireFree(session, stored.stream().anyMatch(v -> v.stage() == VersionStage.VISIBLE));
    var choice = VersionChoice.of(stored, request, projection.id());
    int version =
        choice.toContinue().isPresent()
            ? choice.toContinue().get().version()
            : begin(session, stored, request, wanted);
    long run = ledger.takeOver(session, version);
    var stage = choice.toContinue().map(StoredVersion::stage).orElse(VersionStage.LOADING);
    if (stage != VersionStage.VISIBLE) {
      ledger.ends(session, version, request.ends());
    }
    return new OpenedVersion(
        new RunId(version, run),
        stage,
        choice.origin(),
        new ModelTable(config.schema(), config.model(), version, wanted),
        ledger.reads().partitions(session, version));
  }

  private int begin(
      Connection session,
      List<StoredVersion> stored,
      OpenRequest request,
      List<ModelTable.TableColumn> columns)
      throws SQLException {
    for (var left : stored.stream().filter(StoredVersion::isUnfinished).toList()) {
      Sql.execute(session, "DROP TABLE IF EXISTS " + catalog.table(session, left.version()).name());
      ledger.remove(session, left.version());
    }
    int version = stored.stream().mapToInt(StoredVersion::version).max().orElse(0) + 1;
    var table = new ModelTable(config.schema(), config.model(), version, columns);
    try {
      Sql.execute(session, table.create());
    } catch (SQLException e) {
      if (PostgresErrors.DUPLICATE_TABLE.equals(e.getSQLState())) {
        throw new TargetRefusedException(
            "table %s.%s at %s exists but was not made by a rehydration: rename the table, or choose another model name"
                .formatted(config.schema(), table.plainName(), config.place()),
            e);
      }
      throw e;
    }
    ledger.begin(session, version, request, projection.id());
    return version;
  }

  @Override
  public int undo() {
    try (var sessions = new Sessions(config, observer);
        var lock = RunLock.take(config, sessions)) {
      return sessions.once(TransactionKind.SWAP, this::showOlder);
    }
  }

  private int showOlder(Connection session) throws SQLException {
    ledger.create(session);
    ledger.lock(session);
    var stored = ledger.reads().versions(session, List.of());
    int visible =
        stored.stream()
            .filter(v -> v.stage() == VersionStage.VISIBLE)
            .mapToInt(StoredVersion::version)
            .findFirst()
            .orElse(0);
    int older =
        stored.stream()
            .filter(v -> v.stage() == VersionStage.RETIRED && v.version() < visible)
            .mapToInt(StoredVersion::version)
            .findFirst()
            .orElseThrow(
                () ->
                    new TargetRefusedException(
                        "model %s has no version older than %d to go back to: rehydrate the model, and set keepOlder to 1 or more"
                            .formatted(config.model(), visible)));
    ledger.retire(session);
    ledger.stage(session, new RunId(older, ledger.takeOver(session, older)), VersionStage.VISIBLE);
    view.show(session, catalog.table(session, older));
    return older;
  }
}
