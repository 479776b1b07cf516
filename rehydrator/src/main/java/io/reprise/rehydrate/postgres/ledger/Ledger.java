package io.reprise.rehydrate.postgres.ledger;

import io.reprise.rehydrate.postgres.session.PostgresConfig;
import io.reprise.rehydrate.postgres.session.Sql;
import io.reprise.rehydrate.target.LoadResult;
import io.reprise.rehydrate.target.OpenRequest;
import io.reprise.rehydrate.target.TailBatch;
import io.reprise.rehydrate.target.TargetRefusedException;
import io.reprise.rehydrate.target.VersionStage;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

/**
 * Stores the stage, owner and progress of each version of a model, in the same transaction as the
 * version's rows.
 *
 * <p>Each run stores a number of its own as the owner of its version. A later write of the run
 * succeeds only if this number is still stored. If a run was believed dead but still works, it
 * finds the number of the next run and can store nothing more. Stateless and thread-safe.
 */
public final class Ledger {
  private final PostgresConfig config;
  private final LedgerTables tables;
  private final LedgerReads reads;

  public Ledger(PostgresConfig config) {
    this.config = config;
    this.tables = LedgerTables.of(config);
    this.reads = new LedgerReads(config, tables);
  }

  public LedgerReads reads() {
    return reads;
  }

  public void create(Connection session) throws SQLException {
    tables.create(session);
  }

  /**
   * Locks the ledger's rows of the model: waits until open transactions of an earlier run have
   * ended, and blocks transactions of other runs.
   */
  public void lock(Connection session) throws SQLException {
    for (var table : List.of(tables.versions(), tables.partitions())) {
      try (var query =
          session.prepareStatement(
              "SELECT version FROM %s WHERE model = ? FOR UPDATE".formatted(table))) {
        query.setString(1, config.model());
        query.execute();
      }
    }
  }

  /** Adds a new version, which has no rows yet, to the ledger. */
  public void begin(Connection session, int version, OpenRequest request, String projection)
      throws SQLException {
    var lineage = request.lineage();
    Sql.update(
        session,
        "INSERT INTO %s VALUES (?, ?, 'LOADING', 0, ?, ?, ?, ?, ?, ?, now())"
            .formatted(tables.versions()),
        config.model(),
        version,
        lineage.topic(),
        lineage.topicId(),
        lineage.partitions(),
        lineage.reducer(),
        lineage.source(),
        projection);
    for (int partition = 0; partition < lineage.partitions(); partition++) {
      Sql.update(
          session,
          "INSERT INTO %s VALUES (?, ?, ?, 0, false, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)"
              .formatted(tables.partitions()),
          config.model(),
          version,
          partition);
    }
  }

  /**
   * Makes a new run the owner of a version, and returns the number of that run. The caller holds
   * {@link #lock}.
   */
  public long takeOver(Connection session, int version) throws SQLException {
    long run = Sql.number(session, "SELECT txid_current()");
    for (var table : List.of(tables.versions(), tables.partitions())) {
      Sql.update(
          session,
          "UPDATE %s SET run = ? WHERE model = ? AND version = ?".formatted(table),
          run,
          config.model(),
          version);
    }
    return run;
  }

  public void ends(Connection session, int version, Map<Integer, Long> ends) throws SQLException {
    for (var end : ends.entrySet()) {
      Sql.update(
          session,
          "UPDATE %s SET end_offset = ? WHERE model = ? AND version = ? AND \"partition\" = ?"
              .formatted(tables.partitions()),
          end.getValue(),
          config.model(),
          version,
          end.getKey());
    }
  }

  public void loaded(Connection session, RunId run, int partition, LoadResult loaded, long rows)
      throws SQLException {
    var counts = loaded.counts();
    int changed =
        Sql.update(
            session,
            """
            UPDATE %s SET loaded = true, processed_to = ?, emitted_to = ?, "position" = ?,
              row_count = ?, folded = ?, parked = ?, known = ?, keyless = ?, holes = ?
            WHERE model = ? AND version = ? AND run = ? AND "partition" = ? AND NOT loaded\
            """
                .formatted(tables.partitions()),
            loaded.watermark().processedTo(),
            loaded.watermark().emittedTo(),
            loaded.position(),
            rows,
            counts.folded(),
            counts.parked(),
            counts.known(),
            counts.keyless(),
            counts.holes(),
            config.model(),
            run.version(),
            run.number(),
            partition);
    requireMine(changed, run);
  }

  public void advanced(Connection session, RunId run, TailBatch batch) throws SQLException {
    var counts = batch.counts();
    int changed =
        Sql.update(
            session,
            """
            UPDATE %s SET "position" = ?, row_count = row_count + ?, folded = folded + ?,
              parked = parked + ?, known = known + ?, keyless = keyless + ?, holes = holes + ?
            WHERE model = ? AND version = ? AND run = ? AND "partition" = ? AND "position" = ?\
            """
                .formatted(tables.partitions()),
            batch.covered().to(),
            batch.addedRows(),
            counts.folded(),
            counts.parked(),
            counts.known(),
            counts.keyless(),
            counts.holes(),
            config.model(),
            run.version(),
            run.number(),
            batch.partition(),
            batch.covered().from());
    requireMine(changed, run);
  }

  /** Sets the stage of a version, if {@code run} still owns the version. */
  public void stage(Connection session, RunId run, VersionStage stage) throws SQLException {
    int changed =
        Sql.update(
            session,
            "UPDATE %s SET stage = ?, changed_at = now() WHERE model = ? AND version = ? AND run = ?"
                .formatted(tables.versions()),
            stage.name(),
            config.model(),
            run.version(),
            run.number());
    requireMine(changed, run);
  }

  /** Sets the stage of the visible version to RETIRED, if there is one. */
  public void retire(Connection session) throws SQLException {
    Sql.update(
        session,
        "UPDATE %s SET stage = 'RETIRED', changed_at = now() WHERE model = ? AND stage = 'VISIBLE'"
            .formatted(tables.versions()),
        config.model());
  }

  public void remove(Connection session, int version) throws SQLException {
    for (var table : List.of(tables.partitions(), tables.versions())) {
      Sql.update(
          session,
          "DELETE FROM %s WHERE model = ? AND version = ?".formatted(table),
          config.model(),
          version);
    }
  }

  private void requireMine(int changed, RunId run) {
    if (changed != 1) {
      throw new TargetRefusedException(
          "version %d of model %s was taken over by another run: let that run finish"
              .formatted(run.version(), config.model()));
    }
  }
}
