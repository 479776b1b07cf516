package io.reprise.trials.chaos.target;

import com.fasterxml.jackson.databind.JsonNode;
import io.reprise.embedded.EmbeddedDatabase;
import io.reprise.local.audit.Audit;
import io.reprise.local.audit.CommittedReader;
import io.reprise.local.audit.OrderingScope;
import io.reprise.local.audit.SourceRecords;
import io.reprise.replay.target.TargetConfig;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * A table of a PostgreSQL server. While a replay runs, sessions of workers are ended by the server
 * every few seconds.
 */
final class TableTarget implements ChaosTarget {
  private static final String TABLE = "copies";
  private static final int FETCHED = 5_000;

  private final EmbeddedDatabase server;
  private final long seed;
  private long before;
  private int runs;
  private SessionKiller killer;

  private TableTarget(EmbeddedDatabase server, long seed) {
    this.server = server;
    this.seed = seed;
    this.killer = SessionKiller.idle(server.jdbcUrl());
  }

  static TableTarget open(long seed) {
    var server = EmbeddedDatabase.startTemporary();
    try (var connection = connect(server.jdbcUrl());
        var statement = connection.createStatement()) {
      statement.execute(
          "CREATE TABLE reprise_lease (shard varchar(64) PRIMARY KEY, epoch bigint NOT NULL,"
              + " next_offset bigint NOT NULL, progress text NOT NULL)");
      statement.execute(
          "CREATE TABLE copies (place bigserial PRIMARY KEY, source_partition integer,"
              + " source_offset bigint, written timestamptz, key bytea, value bytea)");
      return new TableTarget(server, seed);
    } catch (SQLException e) {
      server.close();
      throw new IllegalStateException("the tables for the chaos runs cannot be created", e);
    }
  }

  static Connection connect(String url) throws SQLException {
    return DriverManager.getConnection(url, EmbeddedDatabase.USER, "");
  }

  @Override
  public TargetConfig config() {
    return new TargetConfig.Jdbc(
        server.jdbcUrl(),
        EmbeddedDatabase.USER,
        null,
        TABLE,
        Map.of(
            "source_partition",
            "partition",
            "source_offset",
            "offset",
            "written",
            "time",
            "key",
            "key",
            "value",
            "value"),
        null,
        null,
        null,
        null);
  }

  @Override
  public void begin(CommittedReader reader, String source) {
    before = newestPlace();
    killer = SessionKiller.start(server.jdbcUrl(), seed + runs++);
  }

  private long newestPlace() {
    try (var connection = connect(server.jdbcUrl());
        var statement = connection.createStatement();
        var rows = statement.executeQuery("SELECT coalesce(max(place), 0) FROM copies")) {
      rows.next();
      return rows.getLong(1);
    } catch (SQLException e) {
      throw unreadable(e);
    }
  }

  private static IllegalStateException unreadable(SQLException e) {
    return new IllegalStateException("the table of the chaos runs cannot be read", e);
  }

  @Override
  public Arrivals end(
      CommittedReader reader, OrderingScope order, JsonNode replay, SourceRecords written) {
    killer.close();
    var id = replay.at("/summary/id").asText();
    var audit = new Audit(reader, order, id);
    var found = audit.compare(written, check -> forEachCopy(UUID.fromString(id), check));
    var faults =
        found.isClean() ? List.<String>of() : List.of("%s %s".formatted(found, audit.examples()));
    return new Arrivals(found, 0, faults, killer.killed() + " sessions ended");
  }

  /** The rows of a partition were written one after another, so that their places ascend. */
  private void forEachCopy(UUID replay, Consumer<ConsumerRecord<byte[], byte[]>> check) {
    try (var connection = connect(server.jdbcUrl())) {
      connection.setAutoCommit(false); // PostgreSQL's driver then reads the rows piece by piece.
      try (var query =
          connection.prepareStatement("SELECT * FROM copies WHERE place > ? ORDER BY place")) {
        query.setFetchSize(FETCHED);
        query.setLong(1, before);
        try (var rows = query.executeQuery()) {
          while (rows.next()) {
            check.accept(copy(rows).asRecord(replay, rows.getLong("place")));
          }
        }
      }
    } catch (SQLException e) {
      throw unreadable(e);
    }
  }

  private static Copy copy(ResultSet row) throws SQLException {
    return new Copy(
        row.getInt("source_partition"),
        row.getLong("source_offset"),
        row.getObject("written", OffsetDateTime.class).toInstant().toEpochMilli(),
        row.getBytes("key"),
        row.getBytes("value"));
  }

  @Override
  public void close() {
    killer.close();
    server.close();
  }
}
