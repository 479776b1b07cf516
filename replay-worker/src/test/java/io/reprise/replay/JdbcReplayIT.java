package io.reprise.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.reprise.embedded.EmbeddedBroker;
import io.reprise.embedded.EmbeddedDatabase;
import io.reprise.replay.deliver.DeliveryObserver;
import io.reprise.replay.spec.Ordering;
import io.reprise.replay.spec.Throttle;
import io.reprise.replay.state.ReplayState;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Replays into a table while workers are killed or frozen. Each record must be in the table exactly
 * once, and the receipt must say so.
 */
class JdbcReplayIT {
  private static final Duration LIMIT = Duration.ofSeconds(180);
  private static final int EVENTS = 6_000;

  private static EmbeddedBroker broker;
  private static EmbeddedDatabase database;
  private static final List<RuntimeException> FATAL = new CopyOnWriteArrayList<>();

  @BeforeAll
  static void publish() throws Exception {
    broker = EmbeddedBroker.startTemporary();
    database = EmbeddedDatabase.startTemporary();
    var topics = new TopicFixture(broker.bootstrapServers());
    topics.create("orders", 3);
    topics.publish("orders", EVENTS, 50);
    execute(
        "CREATE TABLE reprise_lease (shard varchar(64) PRIMARY KEY, epoch bigint NOT NULL,"
            + " next_offset bigint NOT NULL, progress text NOT NULL)");
  }

  @AfterAll
  static void stop() {
    database.close();
    broker.close();
    assertThat(FATAL).isEmpty();
  }

  @BeforeEach
  void createTable() throws SQLException {
    execute("DROP TABLE IF EXISTS copies");
    execute("CREATE TABLE copies (user_id text, payload text, p int, o bigint)");
  }

  @Test
  void aCrashBetweenTheTwoCommitsWritesNoRowTwice() throws Exception {
    var doomed = process(EmbeddedDatabase.USER, "halt");
    try (var engine = engine()) {
      await().atMost(LIMIT).until(() -> engine.slotsOwned() == 2);
      var id = Replays.start(engine, "rows", Ordering.PARTITION, new Throttle(1_000L, null));

      assertThat(doomed.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)).as("worker halted").isTrue();
      assertThat(doomed.exitValue()).isEqualTo(RowWorker.HALTED);

      assertEachRecordOnce(engine, id);
    } finally {
      doomed.destroyForcibly();
    }
  }

  @Test
  void aWorkerFrozenInATransactionBlocksNobodyAndWritesNothingLater() throws Exception {
    // The rows of the frozen worker are locked: its successor writes the same ones.
    execute("CREATE UNIQUE INDEX ON copies (p, o)");
    execute("CREATE ROLE frozen SUPERUSER LOGIN");
    holdTransactionsOfFrozenOpen();
    var frozen = process("frozen", "run");
    try (var engine = engine()) {
      await().atMost(LIMIT).until(() -> engine.slotsOwned() == 2);
      var id = Replays.start(engine, "rows", Ordering.PARTITION, new Throttle(1_000L, null));
      await().atMost(LIMIT).until(() -> isFrozenInTransaction(frozen));

      assertEachRecordOnce(engine, id);

      signal("CONT", frozen);
      await().atMost(LIMIT).until(() -> engine.slotsOwned() == 2);
      assertThat(count("SELECT count(*) FROM copies")).isEqualTo(EVENTS);
    } finally {
      frozen.destroyForcibly();
    }
  }

  /**
   * Makes each transaction of the user {@code frozen} last 300 ms, from its rows to its end: the
   * lease is the last row that a slice writes.
   */
  private static void holdTransactionsOfFrozenOpen() throws SQLException {
    execute(
        "CREATE OR REPLACE FUNCTION wait_if_frozen() RETURNS trigger AS $$ BEGIN"
            + " IF current_user = 'frozen' THEN PERFORM pg_sleep(0.3); END IF;"
            + " RETURN NULL; END $$ LANGUAGE plpgsql");
    execute(
        "CREATE TRIGGER wait_if_frozen AFTER UPDATE ON reprise_lease"
            + " FOR EACH ROW EXECUTE FUNCTION wait_if_frozen()");
  }

  /** Stops the process, and lets it go on if it holds no transaction with rows. */
  private static boolean isFrozenInTransaction(Process worker) throws Exception {
    signal("STOP", worker);
    return count(
                "SELECT count(*) FROM pg_stat_activity a JOIN pg_locks l ON l.pid = a.pid"
                    + " WHERE a.usename = 'frozen' AND l.relation = 'copies'::regclass"
                    + " AND l.mode = 'RowExclusiveLock'")
            > 0
        || goesOn(worker);
  }

  private static boolean goesOn(Process worker) throws Exception {
    signal("CONT", worker);
    return false;
  }

  private static void assertEachRecordOnce(ReplayEngine engine, String id) throws SQLException {
    await().atMost(LIMIT).until(() -> Replays.state(engine, id) instanceof ReplayState.Completed);
    assertThat(count("SELECT count(*) FROM copies")).isEqualTo(EVENTS);
    assertThat(count("SELECT count(DISTINCT (p, o)) FROM copies")).isEqualTo(EVENTS);
    var receipt = engine.operations().receipt(id);
    assertThat(receipt.balanced()).isTrue();
    assertThat(receipt.delivered()).isEqualTo(EVENTS);
    var verification = engine.operations().verify(id);
    assertThat(verification.verified()).as(verification.findings().toString()).isTrue();
    assertThat(count("SELECT max(epoch) FROM reprise_lease WHERE shard LIKE '" + id + "/%'"))
        .as("leases of the shard that was taken over")
        .isGreaterThan(1);
  }

  private static ReplayEngine engine() {
    return RowWorker.start(
        RowWorker.config(EmbeddedDatabase.USER, broker.bootstrapServers(), database.jdbcUrl()),
        DeliveryObserver.NONE,
        FATAL::add);
  }

  /**
   * Starts a worker of its own process.
   *
   * @param user name of the worker and of its database user
   */
  private static Process process(String user, String mode) throws IOException {
    var command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx256m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Xshare:auto",
            "-cp",
            System.getProperty("java.class.path"),
            RowWorker.class.getName(),
            user,
            broker.bootstrapServers(),
            database.jdbcUrl(),
            mode);
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(new File("target/row-worker-" + mode + ".log"))
        .start();
  }

  private static void signal(String name, Process process) throws Exception {
    var kill = new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid())).start();
    assertThat(kill.waitFor()).isZero();
  }

  private static Connection connect() throws SQLException {
    return DriverManager.getConnection(database.jdbcUrl(), EmbeddedDatabase.USER, "");
  }

  private static void execute(String sql) throws SQLException {
    try (var session = connect();
        var statement = session.createStatement()) {
      statement.execute(sql);
    }
  }

  private static long count(String sql) throws SQLException {
    try (var session = connect();
        var statement = session.createStatement();
        var rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getLong(1);
    }
  }
}
