package io.reprise.rehydrate;

import io.reprise.rehydrate.postgres.session.PostgresConfig;
import io.reprise.store.fold.KeyState;
import io.reprise.store.fold.Provenance;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Reads a model through its view, and the tables below it. */
public final class ModelReader implements AutoCloseable {
  private final PostgresConfig config;
  private final Connection session;

  public ModelReader(PostgresConfig config) throws SQLException {
    this.config = config;
    this.session = DriverManager.getConnection(config.url(), config.user(), config.password());
  }

  /** Every row of a version that stores its state in column {@code state}. */
  public Map<String, KeyState> rows(int version) throws SQLException {
    var rows = new TreeMap<String, KeyState>();
    try (var query = session.createStatement();
        var found =
            query.executeQuery(
                "SELECT key, state, reprise_provenance, last_offset, source_partition FROM "
                    + config.model()
                    + "_v"
                    + version)) {
      while (found.next()) {
        var provenance = Provenance.read(ByteBuffer.wrap(found.getBytes(3)));
        if (provenance.lastOffset() != found.getLong(4)
            || provenance.partition() != found.getInt(5)) {
          throw new AssertionError("the row's columns and its provenance differ");
        }
        if (rows.put(found.getString(1), new KeyState(found.getBytes(2), provenance)) != null) {
          throw new AssertionError("key twice: " + found.getString(1));
        }
      }
    }
    return rows;
  }

  /** A checksum of everything that a reader of the view sees at one moment. */
  public String fingerprint() throws SQLException {
    return texts(
            "SELECT count(*) || ':' || coalesce(sum(hashtextextended(key || last_offset ||"
                + " state::text, 0)), 0) FROM "
                + config.model())
        .get(0);
  }

  /** The first column of a query's rows. */
  public List<String> texts(String sql) throws SQLException {
    var texts = new ArrayList<String>();
    try (var query = session.createStatement();
        var found = query.executeQuery(sql)) {
      while (found.next()) {
        texts.add(found.getString(1));
      }
    }
    return texts;
  }

  public void execute(String sql) throws SQLException {
    try (var statement = session.createStatement()) {
      statement.execute(sql);
    }
  }

  public Connection session() {
    return session;
  }

  @Override
  public void close() throws SQLException {
    session.close();
  }
}
