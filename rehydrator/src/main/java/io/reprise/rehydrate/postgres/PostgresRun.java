package io.reprise.rehydrate.postgres;

import io.reprise.rehydrate.postgres.copy.CopyFailedException;
import io.reprise.rehydrate.postgres.copy.RowCopy;
import io.reprise.rehydrate.postgres.ledger.Ledger;
import io.reprise.rehydrate.postgres.session.PostgresConfig;
import io.reprise.rehydrate.postgres.session.PostgresErrors;
import io.reprise.rehydrate.postgres.session.RunLock;
import io.reprise.rehydrate.postgres.session.Sessions;
import io.reprise.rehydrate.postgres.session.Sql;
import io.reprise.rehydrate.postgres.session.TransactionKind;
import io.reprise.rehydrate.postgres.table.ModelTable;
import io.reprise.rehydrate.postgres.version.OpenedVersion;
import io.reprise.rehydrate.postgres.version.VersionSampler;
import io.reprise.rehydrate.postgres.version.VersionSwap;
import io.reprise.rehydrate.project.Projection;
import io.reprise.rehydrate.target.BulkRun;
import io.reprise.rehydrate.target.LoadResult;
import io.reprise.rehydrate.target.ModelDiff;
import io.reprise.rehydrate.target.PartitionLoad;
import io.reprise.rehydrate.target.StoredPartition;
import io.reprise.rehydrate.target.TailWriter;
import io.reprise.rehydrate.target.TargetRefusedException;
import io.reprise.rehydrate.target.VersionOrigin;
import io.reprise.rehydrate.target.VersionStage;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** Carries out one run of a rehydration on one version of a model in PostgreSQL. */
final class PostgresRun implements BulkRun {
  private final PostgresConfig config;
  private final Projection projection;
  private final Sessions sessions;
  private final RunLock lock;
  private final OpenedVersion opened;
  private final Ledger ledger;

  PostgresRun(
      PostgresConfig config,
      Projection projection,
      Sessions sessions,
      RunLock lock,
      OpenedVersion opened) {
    this.config = config;
    this.projection = projection;
    this.sessions = sessions;
    this.lock = lock;
    this.opened = opened;
    this.ledger = new Ledger(config);
  }

  @Override
  public int version() {
    return opened.run().version();
  }

  @Override
  public VersionOrigin origin() {
    return opened.origin();
  }

  @Override
  public VersionStage stage() {
    return opened.stage();
  }

  @Override
  public List<StoredPartition> partitions() {
    return opened.partitions();
  }

  @Override
  public StoredPartition load(int partition, PartitionLoad load) {
    return sessions.once(TransactionKind.LOAD, session -> load(session, partition, load));
  }

  // The rows of a partition and the mark that the partition is loaded are stored in one
  // transaction. So a partition without the mark has no rows.
  private StoredPartition load(Connection session, int partition, PartitionLoad load)
      throws SQLException {
    var copy = new RowCopy(session, opened.table(), opened.table().name(), projection);
    var loaded = copy(copy, load);
    long rows = copy.end();
    ledger.loaded(session, opened.run(), partition, loaded, rows);
    return new StoredPartition(
        partition, loaded.watermark(), loaded.position(), end(partition), rows, loaded.counts());
  }

  private static LoadResult copy(RowCopy copy, PartitionLoad load) throws SQLException {
    try {
      return load.into(
          (key, state, provenance) -> {
            try {
              copy.row(key, state, provenance);
            } catch (SQLException e) {
              throw new CopyFailedException(e);
            }
          });
    } catch (CopyFailedException e) {
      copy.abort();
      throw e.sql();
    } catch (RuntimeException e) {
      copy.abort();
      throw e;
    }
  }

  private long end(int partition) {
    return opened.partitions().stream()
        .filter(p -> p.partition() == partition)
        .mapToLong(StoredPartition::end)
        .findFirst()
        .orElseThrow();
  }

  @Override
  public void index() {
    sessions.once(
        TransactionKind.INDEX,
        session -> {
          addKey(session);
          analyze(session);
          ledger.stage(session, opened.run(), VersionStage.TAILING);
          return version();
        });
  }

  // The column of raw states is left out of ANALYZE: no query searches this column, and it is the
  // largest part of a row.
  private void analyze(Connection session) throws SQLException {
    var columns =
        opened.table().visible().stream()
            .map(ModelTable.TableColumn::name)
            .filter(name -> !name.equals(projection.stateColumn()))
            .toList();
    Sql.execute(
        session, "ANALYZE %s (%s)".formatted(opened.table().name(), ModelTable.list(columns)));
  }

  private void addKey(Connection session) throws SQLException {
    try {
      Sql.execute(session, "SET LOCAL maintenance_work_mem = '256MB'");
      Sql.execute(session, "ALTER TABLE %s ADD PRIMARY KEY (key)".formatted(opened.table().name()));
    } catch (SQLException e) {
      if (PostgresErrors.UNIQUE_VIOLATION.equals(e.getSQLState())) {
        throw new TargetRefusedException(
            "a key of version %d of model %s is in two partitions of the topic, so its events have no order: write a key's events to one partition"
                .formatted(version(), config.model()),
            e);
      }
      throw e;
    }
  }

  @Override
  public TailWriter tail() {
    return PostgresTail.open(sessions, opened, ledger, projection);
  }

  @Override
  public Optional<ModelDiff> compare(int sample) {
    return sessions.once(
        TransactionKind.READ,
        session -> new VersionSampler(config, ledger, session).compare(version(), sample));
  }

  @Override
  public void swap() {
    new VersionSwap(config, sessions, ledger).to(opened);
  }

  @Override
  public void close() {
    sessions.close();
    lock.close();
  }
}
