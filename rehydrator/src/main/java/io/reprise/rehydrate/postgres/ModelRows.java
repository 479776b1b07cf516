package io.reprise.rehydrate.postgres;

import io.reprise.rehydrate.postgres.session.CommitObserver;
import io.reprise.rehydrate.postgres.session.PostgresConfig;
import io.reprise.rehydrate.postgres.session.PostgresErrors;
import io.reprise.rehydrate.postgres.session.Sessions;
import io.reprise.rehydrate.postgres.table.Catalog;
import io.reprise.rehydrate.postgres.table.ModelTable;
import io.reprise.rehydrate.target.TargetRefusedException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads the rows of one version of a model, or of the one that its view shows, as they were at the
 * moment at which this object was opened. A later swap, load or tail changes nothing of it, but
 * PostgreSQL keeps old rows until it is closed.
 *
 * <p>A row is its key and its columns as JSON. Offset and partition of the last event are left out,
 * because two versions with the same values may have applied different events.
 *
 * <p>Confined to one thread. The caller closes this object, which closes its session.
 */
public final class ModelRows implements AutoCloseable {
  private static final int FETCHED = 1_000;
  private static final Set<String> LEFT_OUT = Set.of("last_offset", "source_partition");

  private final Connection session;
  private final PostgresErrors faults;
  private final String rows;
  private final long count;

  /**
   * One row.
   *
   * @param json the columns that readers see, as a JSON object
   */
  public record Row(String key, String json) {}

  /** Gets rows. */
  @FunctionalInterface
  public interface RowConsumer {
    /** Returns whether the next row is wanted. */
    boolean accept(Row row);
  }

  private ModelRows(Connection session, PostgresErrors faults, String rows, long count) {
    this.session = session;
    this.faults = faults;
    this.rows = rows;
    this.count = count;
  }

  /**
   * Opens a version.
   *
   * @param version the number of the version; null for the one that the model's view shows
   * @throws TargetRefusedException if there is no such version
   * @throws io.reprise.rehydrate.target.TargetUnavailableException if the database cannot be
   *     reached; a retry is safe
   */
  public static ModelRows open(PostgresConfig config, @Nullable Integer version) {
    var faults = new PostgresErrors(config);
    try (var sessions = new Sessions(config, CommitObserver.NONE)) {
      var session = sessions.open();
      try {
        return open(config, version, session, faults);
      } catch (SQLException e) {
        Sessions.close(session);
        throw faults.of(e);
      } catch (RuntimeException e) {
        Sessions.close(session);
        throw e;
      }
    }
  }

  private static ModelRows open(
      PostgresConfig config, @Nullable Integer version, Connection session, PostgresErrors faults)
      throws SQLException {
    session.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
    session.setReadOnly(true);
    var rows = rows(config, version, session);
    try (var query = session.prepareStatement("SELECT count(*) FROM (%s) t".formatted(rows));
        var result = query.executeQuery()) {
      result.next();
      return new ModelRows(session, faults, rows, result.getLong(1));
    }
  }

  /** Returns the SQL of all rows. */
  private static String rows(PostgresConfig config, @Nullable Integer version, Connection session)
      throws SQLException {
    var relation = version == null ? config.model() : config.model() + "_v" + version;
    var columns =
        new Catalog(config)
            .columns(session, relation).stream()
                .map(ModelTable.TableColumn::name)
                .filter(name -> !name.startsWith("reprise_") && !LEFT_OUT.contains(name))
                .toList();
    if (!columns.contains("key")) {
      throw new TargetRefusedException(
          "there is no read model %s.%s at %s: check the name%s"
              .formatted(
                  config.schema(),
                  relation,
                  config.place(),
                  version == null ? "" : ", and whether the version was removed"));
    }
    return "SELECT %s FROM %s.%s"
        .formatted(
            columns.stream().map(ModelTable::quote).collect(Collectors.joining(", ")),
            ModelTable.quote(config.schema()),
            ModelTable.quote(relation));
  }

  /** Returns the number of rows. */
  public long count() {
    return count;
  }

  /**
   * Reads all rows in the order of their keys, until the consumer wants no more.
   *
   * @throws io.reprise.rehydrate.target.TargetUnavailableException if the connection is lost; the
   *     rows of this moment cannot be read again
   */
  public void read(RowConsumer consumer) {
    try (var query = select("ORDER BY t.key")) {
      query.setFetchSize(FETCHED);
      try (var result = query.executeQuery()) {
        boolean isWanted = true;
        while (isWanted && result.next()) {
          isWanted = consumer.accept(row(result));
        }
      }
    } catch (SQLException e) {
      throw faults.of(e);
    }
  }

  /** Returns one row by its place in the order of the keys, from 0; empty if there are fewer. */
  public Optional<Row> at(long place) {
    try (var query = select("ORDER BY t.key OFFSET ? LIMIT 1")) {
      query.setLong(1, place);
      try (var result = query.executeQuery()) {
        return result.next() ? Optional.of(row(result)) : Optional.empty();
      }
    } catch (SQLException e) {
      throw faults.of(e);
    }
  }

  private PreparedStatement select(String rest) throws SQLException {
    return session.prepareStatement(
        "SELECT t.key, to_jsonb(t)::text FROM (%s) t %s".formatted(rows, rest));
  }

  private static Row row(ResultSet result) throws SQLException {
    return new Row(result.getString(1), result.getString(2));
  }

  @Override
  public void close() {
    Sessions.close(session);
  }
}
