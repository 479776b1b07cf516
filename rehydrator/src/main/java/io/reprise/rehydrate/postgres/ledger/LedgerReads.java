package io.reprise.rehydrate.postgres.ledger;

import io.reprise.rehydrate.postgres.session.PostgresConfig;
import io.reprise.rehydrate.postgres.table.Catalog;
import io.reprise.rehydrate.postgres.table.ModelTable;
import io.reprise.rehydrate.target.Lineage;
import io.reprise.rehydrate.target.OffsetCounts;
import io.reprise.rehydrate.target.StoredPartition;
import io.reprise.rehydrate.target.VersionStage;
import io.reprise.store.snapshot.Watermark;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Reads the ledger of a model. Stateless and thread-safe. */
public final class LedgerReads {
  private final PostgresConfig config;
  private final LedgerTables tables;
  private final Catalog catalog;

  public LedgerReads(PostgresConfig config, LedgerTables tables) {
    this.config = config;
    this.tables = tables;
    this.catalog = new Catalog(config);
  }

  /** Returns all versions of the model, the newest first. */
  public List<StoredVersion> versions(Connection session, List<ModelTable.TableColumn> wanted)
      throws SQLException {
    var found = new ArrayList<StoredVersion>();
    try (var query =
        session.prepareStatement(
            "SELECT * FROM %s WHERE model = ? ORDER BY version DESC"
                .formatted(tables.versions()))) {
      query.setString(1, config.model());
      var rows = query.executeQuery();
      while (rows.next()) {
        int version = rows.getInt("version");
        found.add(
            new StoredVersion(
                version,
                VersionStage.valueOf(rows.getString("stage")),
                lineage(rows),
                rows.getString("projection"),
                catalog.columns(session, version).equals(wanted),
                partitions(session, version)));
      }
    }
    return found;
  }

  private static Lineage lineage(ResultSet row) throws SQLException {
    return new Lineage(
        row.getString("topic"),
        row.getString("topic_id"),
        row.getInt("partitions"),
        row.getString("reducer"),
        row.getString("source"));
  }

  public List<StoredPartition> partitions(Connection session, int version) throws SQLException {
    var found = new ArrayList<StoredPartition>();
    try (var query =
        session.prepareStatement(
            "SELECT * FROM %s WHERE model = ? AND version = ? ORDER BY \"partition\""
                .formatted(tables.partitions()))) {
      query.setString(1, config.model());
      query.setInt(2, version);
      var rows = query.executeQuery();
      while (rows.next()) {
        found.add(partition(rows));
      }
    }
    return found;
  }

  private static StoredPartition partition(ResultSet row) throws SQLException {
    return new StoredPartition(
        row.getInt("partition"),
        row.getBoolean("loaded")
            ? new Watermark(row.getLong("processed_to"), row.getLong("emitted_to"))
            : null,
        row.getLong("position"),
        row.getLong("end_offset"),
        row.getLong("row_count"),
        new OffsetCounts(
            row.getLong("folded"),
            row.getLong("parked"),
            row.getLong("known"),
            row.getLong("keyless"),
            row.getLong("holes")));
  }

  /** Returns the versions that were visible earlier, the most recently visible one first. */
  public List<Integer> retired(Connection session) throws SQLException {
    var found = new ArrayList<Integer>();
    try (var query =
        session.prepareStatement(
            "SELECT version FROM %s WHERE model = ? AND stage = 'RETIRED' ORDER BY changed_at DESC"
                .formatted(tables.versions()))) {
      query.setString(1, config.model());
      var rows = query.executeQuery();
      while (rows.next()) {
        found.add(rows.getInt(1));
      }
    }
    return found;
  }
}
