package io.reprise.rehydrate;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.embedded.RunningServers;
import io.reprise.embedded.Servers;
import io.reprise.rehydrate.postgres.PostgresTarget;
import io.reprise.rehydrate.postgres.ledger.Ledger;
import io.reprise.rehydrate.postgres.ledger.StoredVersion;
import io.reprise.rehydrate.postgres.session.PostgresConfig;
import io.reprise.rehydrate.postgres.table.ModelTable;
import io.reprise.rehydrate.project.BytesProjection;
import io.reprise.rehydrate.target.Lineage;
import io.reprise.rehydrate.target.OffsetCounts;
import io.reprise.rehydrate.target.StoredPartition;
import io.reprise.rehydrate.target.VersionOrigin;
import io.reprise.rehydrate.target.VersionStage;
import io.reprise.store.fold.KeyState;
import io.reprise.store.fold.SchemaLookup;
import io.reprise.store.snapshot.Watermark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Lists, undoes, resumes and swaps the read models that version 0.1 made. A failure here means that
 * users lose a read model when they upgrade: fix the code, not the expectation.
 */
@ExtendWith(Servers.class)
class ReadsOlderModelsIT {
  private static final Path WRITTEN = Path.of("src/test/resources/written-by-0.1");
  private static final SchemaLookup NO_SCHEMAS =
      id -> {
        throw new AssertionError("no schemas here");
      };
  private static final String LIST =
      "SELECT version || ' ' || stage FROM reprise_rehydration ORDER BY version";
  private static final Lineage FROM_LOG = new Lineage("orders", "recorded", 3, "chain.v1", "log");

  @Test
  void listsEveryVersionWithItsPositions(RunningServers servers) throws Exception {
    var kept = config(servers, "older_list", "old_kept");
    try (var reader = load(kept, "models.sql")) {
      assertThat(versions(kept, reader))
          .containsExactly(
              version(
                  3,
                  VersionStage.TAILING,
                  partition(0, 100, 15, new OffsetCounts(84, 2, 0, 3, 11)),
                  partition(1, 100, 14, new OffsetCounts(87, 2, 0, 0, 11)),
                  partition(2, 100, 15, new OffsetCounts(85, 3, 0, 1, 11))),
              version(
                  2,
                  VersionStage.VISIBLE,
                  partition(0, 80, 13, new OffsetCounts(68, 2, 0, 2, 8)),
                  partition(1, 80, 14, new OffsetCounts(71, 1, 0, 0, 8)),
                  partition(2, 80, 15, new OffsetCounts(69, 2, 0, 1, 8))),
              version(
                  1,
                  VersionStage.RETIRED,
                  partition(0, 40, 13, new OffsetCounts(33, 2, 0, 1, 4)),
                  partition(1, 40, 14, new OffsetCounts(35, 1, 0, 0, 4)),
                  partition(2, 40, 15, new OffsetCounts(34, 1, 0, 1, 4))));
    }
    var loading = config(servers, "older_list_loading", "old_loading");
    try (var reader = load(loading, "loading.sql")) {
      assertThat(versions(loading, reader))
          .containsExactly(
              new StoredVersion(
                  1,
                  VersionStage.LOADING,
                  new Lineage("orders", "recorded", 3, "chain.v1", "list of snapshots"),
                  "bytes.v1",
                  true,
                  List.of(
                      new StoredPartition(
                          0, new Watermark(50, 60), 100, 100, 15, new OffsetCounts(40, 0, 2, 2, 6)),
                      new StoredPartition(1, null, 0, 100, 0, OffsetCounts.NONE),
                      new StoredPartition(2, null, 0, 100, 0, OffsetCounts.NONE))));
    }
  }

  private static List<StoredVersion> versions(PostgresConfig config, ModelReader reader)
      throws SQLException {
    return new Ledger(config)
        .reads()
        .versions(reader.session(), ModelTable.columns(new BytesProjection()));
  }

  private static StoredVersion version(
      int number, VersionStage stage, StoredPartition... partitions) {
    return new StoredVersion(number, stage, FROM_LOG, "bytes.v1", true, List.of(partitions));
  }

  /** A partition that was folded from the log up to its end. */
  private static StoredPartition partition(int number, long end, long rows, OffsetCounts counts) {
    return new StoredPartition(number, new Watermark(0, 0), end, end, rows, counts);
  }

  @Test
  void undoesToTheOlderVersion(RunningServers servers) throws Exception {
    var log = RecordedLog.read(WRITTEN.resolve("orders.log"));
    var config = config(servers, "older_undo", "old_kept");
    try (var reader = load(config, "models.sql")) {
      assertThat(reader.texts(LIST)).containsExactly("1 RETIRED", "2 VISIBLE", "3 TAILING");
      States.assertEqual(reader.rows(1), fold(log, 40));
      States.assertEqual(reader.rows(2), fold(log, 80));
      var second = reader.fingerprint();

      int shown = new PostgresTarget(config, new BytesProjection()).undo();

      assertThat(shown).isEqualTo(1);
      assertThat(reader.fingerprint()).isNotEqualTo(second);
      assertThat(reader.texts("SELECT count(*) FROM old_kept"))
          .containsExactly(String.valueOf(fold(log, 40).size()));
    }
  }

  @Test
  void resumesTheUnfinishedVersionAndShowsIt(RunningServers servers) throws Exception {
    var log = RecordedLog.read(WRITTEN.resolve("orders.log"));
    var config = config(servers, "older_resume", "old_kept");
    try (var reader = load(config, "models.sql")) {
      States.assertEqual(reader.rows(3), fold(log, 100));
      var second = reader.fingerprint();

      var report =
          Rehydrator.from(log, log.facts())
              .upTo(log.ends())
              .fullLog()
              .folding(new ChainReducer(), NO_SCHEMAS)
              .into(new PostgresTarget(config, new BytesProjection()))
              .run();

      assertThat(report.origin()).isEqualTo(new VersionOrigin.Resumed());
      assertThat(report.version()).isEqualTo(3);
      assertThat(report.isComplete()).isTrue();
      States.assertEqual(reader.rows(3), fold(log, 120));
      assertThat(reader.texts(LIST)).containsExactly("2 RETIRED", "3 VISIBLE");
      assertThat(reader.texts("SELECT count(*) FROM old_kept"))
          .containsExactly(String.valueOf(fold(log, 120).size()));

      int shown = new PostgresTarget(config, new BytesProjection()).undo();

      assertThat(shown).isEqualTo(2);
      assertThat(reader.texts(LIST)).containsExactly("2 VISIBLE", "3 RETIRED");
      States.assertEqual(reader.rows(2), fold(log, 80));
      assertThat(reader.fingerprint()).isEqualTo(second);
    }
  }

  @Test
  void resumesALoadOfWhichOnePartitionIsStored(RunningServers servers) throws Exception {
    var log = RecordedLog.read(WRITTEN.resolve("orders.log"));
    var config = config(servers, "older_loading", "old_loading");
    try (var reader = load(config, "loading.sql")) {
      var snapshots =
          ListSnapshots.of(
              log::records, new ChainReducer(), Map.of(0, 100L, 1, 100L, 2, 100L), 0.5, 1);

      var report =
          Rehydrator.from(log, log.facts())
              .upTo(log.ends())
              .snapshots(snapshots)
              .folding(new ChainReducer(), NO_SCHEMAS)
              .into(new PostgresTarget(config, new BytesProjection()))
              .run();

      assertThat(report.origin()).isEqualTo(new VersionOrigin.Resumed());
      assertThat(report.version()).isEqualTo(1);
      assertThat(report.isComplete()).isTrue();
      States.assertEqual(reader.rows(1), fold(log, 120));
      assertThat(reader.texts(LIST)).containsExactly("1 VISIBLE");
      assertThat(reader.texts("SELECT count(*) FROM old_loading"))
          .containsExactly(String.valueOf(fold(log, 120).size()));
    }
  }

  private static PostgresConfig config(RunningServers servers, String schema, String model) {
    return new PostgresConfig(servers.jdbcUrl(), "postgres", "", schema, model, 1);
  }

  /** Loads a dump into the schema of the configuration, which the reader uses from then on. */
  private static ModelReader load(PostgresConfig config, String dump)
      throws SQLException, IOException {
    var reader = new ModelReader(config);
    reader.execute("CREATE SCHEMA " + config.schema());
    reader.execute("SET search_path TO " + config.schema());
    reader.execute(Files.readString(WRITTEN.resolve(dump)));
    return reader;
  }

  private static Map<String, KeyState> fold(RecordedLog log, long end) {
    var states = new TreeMap<String, KeyState>();
    for (int partition : log.ends().keySet()) {
      states.putAll(SeededTopic.fold(new ChainReducer(), log.records(partition, end)));
    }
    return states;
  }
}
