package io.reprise.trials.bench.target;

import io.reprise.embedded.EmbeddedDatabase;
import io.reprise.replay.target.TargetConfig;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;

/**
 * The table that a replay and its peer fill.
 *
 * @param url JDBC URL of the database
 */
record RowTable(String url) {
  static final String NAME = "copies";

  void create() {
    execute(
        "CREATE TABLE reprise_lease (shard varchar(64) PRIMARY KEY, epoch bigint NOT NULL,"
            + " next_offset bigint NOT NULL, progress text NOT NULL)");
    execute("CREATE TABLE " + NAME + " (key text, source_offset bigint, value bytea)");
  }

  /** Makes the table empty, so that each measurement begins with the same one. */
  void clear() {
    execute("TRUNCATE " + NAME);
  }

  private void execute(String sql) {
    try (var connection = DriverManager.getConnection(url, EmbeddedDatabase.USER, "");
        var statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException("the database of the bench refuses: " + sql, e);
    }
  }

  TargetConfig config() {
    return new TargetConfig.Jdbc(
        url,
        EmbeddedDatabase.USER,
        null,
        NAME,
        Map.of("key", "key", "source_offset", "offset", "value", "value"),
        null,
        null,
        null,
        null);
  }
}
