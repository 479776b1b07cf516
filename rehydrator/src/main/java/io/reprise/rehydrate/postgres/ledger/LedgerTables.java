package io.reprise.rehydrate.postgres.ledger;

import io.reprise.rehydrate.postgres.session.PostgresConfig;
import io.reprise.rehydrate.postgres.session.Sql;
import io.reprise.rehydrate.postgres.table.ModelTable;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * The qualified names of the ledger's two tables.
 *
 * @param versions one row for each version
 * @param partitions one row for each version and partition
 */
public record LedgerTables(String versions, String partitions) {

  public static LedgerTables of(PostgresConfig config) {
    var versions = ModelTable.quote(config.schema()) + ".reprise_rehydration";
    return new LedgerTables(versions, versions + "_partition");
  }

  public void create(Connection session) throws SQLException {
    // CREATE TABLE IF NOT EXISTS fails when two sessions run it at the same time. With this
    // advisory lock, one session waits for the other.
    Sql.execute(session, "SELECT pg_advisory_xact_lock(hashtextextended('reprise.ledger', 0))");
    Sql.execute(
        session,
        """
        CREATE TABLE IF NOT EXISTS %s (
          model text, version integer, stage text NOT NULL, run bigint NOT NULL,
          topic text NOT NULL, topic_id text NOT NULL, partitions integer NOT NULL,
          reducer text NOT NULL, source text NOT NULL, projection text NOT NULL,
          changed_at timestamp with time zone NOT NULL,
          PRIMARY KEY (model, version))\
        """
            .formatted(versions));
    Sql.execute(
        session,
        """
        CREATE TABLE IF NOT EXISTS %s (
          model text, version integer, "partition" integer, run bigint NOT NULL,
          loaded boolean NOT NULL, processed_to bigint NOT NULL, emitted_to bigint NOT NULL,
          "position" bigint NOT NULL, end_offset bigint NOT NULL, row_count bigint NOT NULL,
          folded bigint NOT NULL, parked bigint NOT NULL, known bigint NOT NULL,
          keyless bigint NOT NULL, holes bigint NOT NULL,
          PRIMARY KEY (model, version, "partition"))\
        """
            .formatted(partitions));
  }
}
