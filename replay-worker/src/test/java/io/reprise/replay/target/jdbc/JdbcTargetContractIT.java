package io.reprise.replay.target.jdbc;

import io.reprise.embedded.EmbeddedDatabase;
import io.reprise.replay.select.EventSchemas;
import io.reprise.replay.target.ReplayTarget;
import io.reprise.replay.target.ReplayTargetContract;
import io.reprise.replay.target.TargetConfig;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** The contract of targets, for a table of PostgreSQL. */
class JdbcTargetContractIT extends ReplayTargetContract {
  private static EmbeddedDatabase database;

  @BeforeAll
  static void startDatabase() {
    database = EmbeddedDatabase.startTemporary();
  }

  @AfterAll
  static void stopDatabase() {
    database.close();
  }

  @BeforeEach
  void createTables() throws SQLException {
    try (var session = connect();
        var statement = session.createStatement()) {
      statement.execute("DROP TABLE IF EXISTS copies, reprise_lease");
      statement.execute(
          "CREATE TABLE copies (number bigserial, user_id text, payload text, p int, o bigint)");
      statement.execute(new LeaseTable("reprise_lease", new PostgreSqlDialect()).definition());
    }
  }

  @Override
  protected ReplayTarget open() {
    var columns = Map.of("user_id", "key", "payload", "value", "p", "partition", "o", "offset");
    return new JdbcTarget(
        "rows",
        new TargetConfig.Jdbc(
            database.jdbcUrl(),
            EmbeddedDatabase.USER,
            null,
            "copies",
            columns,
            null,
            null,
            null,
            null),
        EventSchemas.NONE,
        Duration.ofSeconds(60));
  }

  @Override
  protected List<Held> held() throws SQLException {
    try (var session = connect()) {
      return JdbcSteps.held(session);
    }
  }

  private static Connection connect() throws SQLException {
    return DriverManager.getConnection(database.jdbcUrl(), EmbeddedDatabase.USER, "");
  }
}
