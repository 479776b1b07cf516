package io.reprise.rehydrate.postgres;

import io.reprise.rehydrate.project.Projection;
import io.reprise.rehydrate.target.BulkRun;
import io.reprise.rehydrate.target.Loaded;
import io.reprise.rehydrate.target.ModelDiff;
import io.reprise.rehydrate.target.Opening;
import io.reprise.rehydrate.target.PartitionLoad;
import io.reprise.rehydrate.target.PartitionState;
import io.reprise.rehydrate.target.Stage;
import io.reprise.rehydrate.target.TailWriter;
import io.reprise.rehydrate.target.TargetRefusedException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** A run on one version. */
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
  public Opening opening() {
    return opened.opening();
  }

  @Override
  public Stage stage() {
    return opened.stage();
  }

  @Override
  public List<PartitionState> partitions() {
    return opened.partitions();
  }

  @Override
  public PartitionState load(int partition, PartitionLoad load) {
    return sessions.once(Transaction.LOAD, session -> load(session, partition, load));
  }

  // Rows and the note that they are there are one transaction: a partition without it has none.
  private PartitionState load(Connection session, int partition, PartitionLoad load)
      throws SQLException {
    var copy = new RowCopy(session, opened.table(), opened.table().name(), projection);
    var loaded = copy(copy, load);
    long rows = copy.end();
    ledger.loaded(session, opened.run(), partition, loaded, rows);
    return new PartitionState(
        partition, loaded.watermark(), loaded.position(), end(partition), rows, loaded.counts());
  }

  private static Loaded copy(RowCopy copy, PartitionLoad load) throws SQLException {
    try {
      return load.into(
          (key, state, provenance) -> {
            try {
              copy.row(key, state, provenance);
            } catch (SQLException e) {
              throw new RowNotTakenException(e);
            }
          });
    } catch (RowNotTakenException e) {
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
        .mapToLong(PartitionState::end)
        .findFirst()
        .orElseThrow();
  }

  @Override
  public void index() {
    sessions.once(
        Transaction.INDEX,
        session -> {
          addKey(session);
          analyze(session);
          ledger.stage(session, opened.run(), Stage.TAILING);
          return version();
        });
  }

  // Nobody looks for raw states, and they are the most of a row.
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
      if (Faults.UNIQUE_VIOLATION.equals(e.getSQLState())) {
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
        Transaction.READ,
        session -> new VersionSampler(config, ledger, session).compare(version(), sample));
  }

  @Override
  public void swap() {
    new Swap(config, sessions, ledger).to(opened);
  }

  @Override
  public void close() {
    sessions.close();
    lock.close();
  }
}
