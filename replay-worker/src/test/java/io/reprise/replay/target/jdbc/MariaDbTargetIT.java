package io.reprise.replay.target.jdbc;

import static io.reprise.replay.target.jdbc.JdbcSteps.assertRefused;
import static io.reprise.replay.target.jdbc.JdbcSteps.commit;
import static io.reprise.replay.target.jdbc.JdbcSteps.leased;
import static io.reprise.replay.target.jdbc.JdbcSteps.progress;
import static io.reprise.replay.target.jdbc.JdbcSteps.writer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.reprise.replay.select.EventSchemas;
import io.reprise.replay.target.ReplayTarget;
import io.reprise.replay.target.ReplayTargetContract;
import io.reprise.replay.target.TargetConfig;
import io.reprise.replay.target.TargetConfig.WriteMode;
import io.reprise.replay.target.TargetLeaseLostException;
import io.reprise.replay.target.TargetLoginException;
import io.reprise.replay.target.TargetUnavailableException;
import io.reprise.replay.target.TargetWriter;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The contract of targets, and rows, leases and refusals, with a table of MariaDB. */
class MariaDbTargetIT extends ReplayTargetContract {
  private static final Duration SESSION = Duration.ofSeconds(60);
  private static final Map<String, String> COLUMNS =
      Map.of("user_id", "key", "payload", "value", "p", "partition", "o", "offset");

  private static @Nullable MariaDbServer server;

  @BeforeAll
  static void startServer() {
    var program = MariaDbServer.program();
    if (program.isEmpty()) {
      System.out.println("MariaDB is not installed: targets in MariaDB are not tested");
    }
    assumeTrue(program.isPresent(), "MariaDB is not installed");
    server = MariaDbServer.start(program.get());
  }

  @AfterAll
  static void stopServer() {
    if (server != null) {
      server.close();
    }
  }

  @BeforeEach
  void createTables() throws SQLException {
    execute("DROP TABLE IF EXISTS copies, latest, reprise_lease");
    execute(
        "CREATE TABLE copies (number bigint AUTO_INCREMENT PRIMARY KEY, user_id varchar(100),"
            + " payload text, p int, o bigint)");
    execute(new LeaseTable("reprise_lease", new MariaDbDialect()).definition());
  }

  @Override
  protected ReplayTarget open() {
    return target("copies", COLUMNS, SESSION);
  }

  @Override
  protected List<Held> held() throws SQLException {
    try (var session = connect()) {
      return JdbcSteps.held(session);
    }
  }

  @Test
  void fillsColumnsOfAllTypes() throws SQLException {
    execute(
        "CREATE TABLE latest (`a ``key` varchar(10), raw blob, kind char(4), at datetime(3),"
            + " moment timestamp(3) NULL, o decimal(12), p tinyint)");
    var columns =
        Map.of(
            "a `key",
            "key",
            "raw",
            "value",
            "kind",
            "type",
            "at",
            "time",
            "moment",
            "time",
            "o",
            "offset",
            "p",
            "partition");
    try (var target = target("test.latest", columns, SESSION);
        var writer = leased(target, 1)) {
      writer.deliver(record(7, "Zoë", "hello"));
      commit(writer, 8);
    }

    assertThat(rows("SELECT * FROM latest"))
        .containsExactly(
            "Zoë|hello|made|2023-11-14 22:13:20.123000|2023-11-14 22:13:20.123000|7|3");
  }

  @Test
  void replacesTheRowWithTheSameKeyByTheLastRecord() throws SQLException {
    execute(
        "CREATE TABLE latest (id bigint AUTO_INCREMENT PRIMARY KEY, user_id varchar(10) COLLATE"
            + " utf8mb4_nopad_bin NOT NULL UNIQUE, o bigint)");
    try (var target = upserting();
        var writer = leased(target, 1)) {
      for (int i = 0; i < 1_000; i++) {
        writer.deliver(record(i, (i % 2 == 0 ? "user-" : "USER-") + i % 3, "v"));
      }
      commit(writer, 1_000);
    }

    assertThat(rows("SELECT user_id, o FROM latest ORDER BY 2"))
        .containsExactly(
            "user-1|994", "USER-2|995", "user-0|996", "USER-1|997", "user-2|998", "USER-0|999");
  }

  @Test
  void refusesTheRowsThatTheDatabaseDoesNotAcceptAndHidesTheirValues() throws SQLException {
    execute("CREATE TABLE latest (user_id varchar(10) NOT NULL, o bigint UNIQUE, CHECK (o <> 30))");
    try (var target = target("latest", Map.of("user_id", "key", "o", "offset"), SESSION);
        var writer = leased(target, 1)) {
      for (int i = 0; i < 1_200; i++) {
        writer.deliver(record(i, i == 20 ? "too-long-for-it" : i == 21 ? null : "user", "v"));
      }
      writer.deliver(record(5, "user", "again"));
      writer.flush();
      var refused = writer.refused();
      writer.commit(() -> progress(1_200));

      assertThat(refused).containsOnlyKeys(5L, 20L, 21L, 30L);
      assertThat(refused.get(20L)).contains("Data too long for column 'user_id'");
      assertThat(refused.get(5L)).contains("Duplicate entry '...' for key 'o'");
    }
    assertThat(rows("SELECT count(*) FROM latest")).containsExactly("1197");
  }

  @Test
  void theDatabaseEndsTheTransactionOfAWorkerThatHasStopped() throws SQLException {
    execute("CREATE TABLE latest (o bigint UNIQUE)");
    try (var target = target("latest", Map.of("o", "offset"), Duration.ofSeconds(3));
        var frozen = leased(target, 1);
        var next = writer(target, 2)) {
      frozen.deliver(record(0, "user-1", "a"));
      frozen.flush();

      var unused = next.takeLease(progress(0), false);
      next.deliver(record(0, "user-1", "a"));
      // The frozen worker has written the same row, so this waits for its lock.
      flushed(next);
      assertThat(next.refused()).isEmpty();
      next.commit(() -> progress(1));

      assertThatThrownBy(() -> frozen.commit(() -> progress(1)))
          .isInstanceOfAny(TargetUnavailableException.class, TargetLeaseLostException.class);
    }
    assertThat(rows("SELECT count(*) FROM latest")).containsExactly("1");
    assertThat(rows("SELECT epoch, next_offset FROM reprise_lease")).containsExactly("2|1");
  }

  /**
   * The wait for the lock and the lock itself end after the same time, so the first try may end
   * before the lock does. Nothing is written then: a shard would repeat the slice.
   */
  private static void flushed(TargetWriter writer) {
    try {
      writer.flush();
    } catch (TargetUnavailableException e) {
      writer.close();
      writer.deliver(record(0, "user-1", "a"));
      writer.flush();
    }
  }

  @Test
  void namesWhatDoesNotFitAndWhatToType() throws SQLException {
    execute("CREATE TABLE latest (user_id varchar(10) NOT NULL, o bigint) ENGINE=MyISAM");
    assertRefused(upserting(), "has the engine MyISAM, which has no transactions: ALTER TABLE");
    execute("ALTER TABLE latest ENGINE=InnoDB");
    assertRefused(upserting(), "CREATE UNIQUE INDEX reprise_keys ON `latest` (`user_id`)");
    execute("CREATE UNIQUE INDEX reprise_keys ON latest (user_id)");
    assertRefused(upserting(), "which ignores case, so that records with other keys");
    execute("ALTER TABLE latest MODIFY user_id varchar(10) COLLATE utf8mb4_nopad_bin");
    execute("CREATE UNIQUE INDEX other ON latest (o)");
    assertRefused(upserting(), "has the unique index other on o, by which MariaDB would replace");
    execute("ALTER TABLE latest DROP INDEX other, ADD needed int NOT NULL");
    assertRefused(upserting(), "column 'needed' of table latest may not be null");
    assertRefused(target("nothing", COLUMNS, SESSION), "has no table nothing: create the table");
    execute("DROP TABLE reprise_lease");
    assertRefused(
        target("copies", COLUMNS, SESSION), "CREATE TABLE `reprise_lease` (shard varchar(64)");
  }

  @Test
  void namesAUserThatMayNotWriteOrDoesNotExist() throws SQLException {
    execute("GRANT SELECT ON test.* TO 'reader'@'%'");
    assertRefused(
        new JdbcTarget("rows", config("copies", COLUMNS, "reader"), EventSchemas.NONE, SESSION),
        "does not let user reader write table copies: GRANT SELECT, INSERT ON `copies`");
    var nobody = config("copies", COLUMNS, "nobody");
    try (var target = new JdbcTarget("rows", nobody, EventSchemas.NONE, SESSION)) {
      assertThatThrownBy(target::facts)
          .isInstanceOf(TargetLoginException.class)
          .hasMessageContaining("does not let user nobody in");
    }
  }

  private static JdbcTarget target(String table, Map<String, String> columns, Duration session) {
    var config = config(table, columns, MariaDbServer.USER);
    return new JdbcTarget("rows", config, EventSchemas.NONE, session);
  }

  private static TargetConfig.Jdbc config(String table, Map<String, String> columns, String user) {
    return new TargetConfig.Jdbc(url(), user, null, table, columns, null, null, null, 3);
  }

  private static JdbcTarget upserting() {
    var columns = Map.of("user_id", "key", "o", "offset");
    var keys = List.of("user_id");
    return new JdbcTarget(
        "rows",
        new TargetConfig.Jdbc(
            url(), MariaDbServer.USER, null, "latest", columns, WriteMode.UPSERT, keys, null, 3),
        EventSchemas.NONE,
        SESSION);
  }

  private static ConsumerRecord<byte[], byte[]> record(
      long offset, @Nullable String key, String value) {
    var headers = new RecordHeaders();
    headers.add("ce_type", bytes("made"));
    return new ConsumerRecord<>(
        "source",
        3,
        offset,
        1_700_000_000_123L,
        TimestampType.CREATE_TIME,
        key == null ? -1 : key.length(),
        value.length(),
        key == null ? null : bytes(key),
        bytes(value),
        headers,
        Optional.empty());
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String url() {
    return Objects.requireNonNull(server).url();
  }

  private static Connection connect() throws SQLException {
    return DriverManager.getConnection(url(), MariaDbServer.USER, "");
  }

  private static void execute(String sql) throws SQLException {
    try (var session = connect();
        var statement = session.createStatement()) {
      statement.execute(sql);
    }
  }

  /** Returns each row as text, its columns separated by '|'. */
  private static List<String> rows(String sql) throws SQLException {
    try (var session = connect();
        var statement = session.createStatement()) {
      statement.execute("SET time_zone = '+00:00'");
      var found = new ArrayList<String>();
      try (var rows = statement.executeQuery(sql)) {
        while (rows.next()) {
          var columns = new ArrayList<String>();
          for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
            columns.add(rows.getString(i));
          }
          found.add(String.join("|", columns));
        }
      }
      return found;
    }
  }
}
