package io.reprise.replay.target.jdbc;

import static io.reprise.replay.target.jdbc.JdbcSteps.assertRefused;
import static io.reprise.replay.target.jdbc.JdbcSteps.commit;
import static io.reprise.replay.target.jdbc.JdbcSteps.leased;
import static io.reprise.replay.target.jdbc.JdbcSteps.progress;
import static io.reprise.replay.target.jdbc.JdbcSteps.writer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reprise.embedded.EmbeddedDatabase;
import io.reprise.replay.Samples;
import io.reprise.replay.select.EventSchemas;
import io.reprise.replay.spec.Ordering;
import io.reprise.replay.target.DeliveryResult;
import io.reprise.replay.target.TargetConfig;
import io.reprise.replay.target.TargetLeaseLostException;
import io.reprise.replay.target.TargetLoginException;
import io.reprise.replay.target.TargetRefusedException;
import io.reprise.replay.target.TargetUnavailableException;
import io.reprise.schemas.registry.RegisteredSchema;
import io.reprise.schemas.wire.WireFormat;
import io.reprise.store.select.UnreadableValueException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.EncoderFactory;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Rows, leases and refusals of a target that is a table of PostgreSQL. */
class JdbcTargetIT {
  private static final Duration SESSION = Duration.ofSeconds(60);
  private static final Map<String, String> COLUMNS =
      Map.of(
          "user_id", "key",
          "payload", "value",
          "raw", "value",
          "kind", "type",
          "trace", "headers.trace",
          "src_partition", "partition",
          "src_offset", "offset",
          "at", "time");
  private static final Schema ORDER =
      new Schema.Parser()
          .parse(
              """
              {"type": "record", "name": "Order", "fields": [
                {"name": "cents", "type": "long"},
                {"name": "rate", "type": ["null", "double"]},
                {"name": "paid", "type": "boolean"},
                {"name": "at", "type": {"type": "long", "logicalType": "timestamp-millis"}},
                {"name": "day", "type": {"type": "int", "logicalType": "date"}},
                {"name": "address", "type": {"type": "record", "name": "Address", "fields": [
                  {"name": "city", "type": "string"}]}}]}
              """);

  private static final EventSchemas SCHEMAS =
      new EventSchemas() {
        @Override
        public Optional<RegisteredSchema> latest(String topic) {
          return Optional.of(new RegisteredSchema("source-value", 7, 1, ORDER));
        }

        @Override
        public List<RegisteredSchema> versions(String topic) {
          return latest(topic).stream().toList();
        }

        @Override
        public Schema byId(int id) {
          if (id != 7) {
            throw new UnreadableValueException("the schema registry has no schema with id " + id);
          }
          return ORDER;
        }
      };

  private static EmbeddedDatabase database;

  @BeforeAll
  static void startDatabase() throws SQLException {
    database = EmbeddedDatabase.startTemporary();
    execute("CREATE ROLE reader LOGIN");
  }

  @AfterAll
  static void stopDatabase() {
    database.close();
  }

  @BeforeEach
  void createTables() throws SQLException {
    execute("DROP SCHEMA public CASCADE");
    execute("CREATE SCHEMA public");
    execute("GRANT USAGE ON SCHEMA public TO reader");
    execute(
        "CREATE TABLE orders (user_id varchar(10) NOT NULL, payload text, raw bytea, kind text,"
            + " trace text, src_partition int, src_offset bigint UNIQUE, at timestamptz)");
    execute(new LeaseTable("reprise_lease", new PostgreSqlDialect()).definition());
  }

  @Test
  void fillsEachColumnFromItsField() throws SQLException {
    try (var target = target(COLUMNS);
        var writer = leased(target, 1)) {
      assertThat(writer.deliver(record(7, "user-1", "hello"))).isEqualTo(DeliveryResult.PENDING);
      commit(writer, 8);
    }

    assertThat(rows("SELECT * FROM orders"))
        .containsExactly(
            "at=2023-11-14 22:13:20+00, kind=made, payload=hello, raw=\\x68656c6c6f,"
                + " src_offset=7, src_partition=3, trace=t1, user_id=user-1");
  }

  @Test
  void fillsColumnsFromTheFieldsOfTheData() throws Exception {
    execute(
        "CREATE TABLE data (cents int, rate numeric, paid boolean, at timestamptz, day date,"
            + " city text, whole jsonb, cents_text text)");
    var fields =
        Map.of(
            "cents", "data.cents",
            "rate", "data.rate",
            "paid", "data.paid",
            "at", "data.at",
            "day", "data.day",
            "city", "data.address.city",
            "whole", "data.address",
            "cents_text", "data.cents");
    try (var target = target("data", fields, EmbeddedDatabase.USER);
        var writer = leased(target, 1)) {
      target.requireAccepts("source", Ordering.PARTITION);
      writer.deliver(record(0, "u", order(250, 0.5)));
      writer.deliver(record(1, "u", order(251, null)));
      assertThat(writer.deliver(record(2, "u", "text")))
          .isEqualTo(new DeliveryResult.Refused("its value is not Avro with a schema id"));
      assertThat(writer.deliver(record(3, "u", WireFormat.frame(9, new byte[1]))))
          .isEqualTo(
              new DeliveryResult.Refused(
                  "its value cannot be decoded: the schema registry has no schema with id 9"));
      assertThat(writer.deliver(record(4, "u", WireFormat.frame(7, new byte[1]))))
          .isInstanceOf(DeliveryResult.Refused.class);
      commit(writer, 5);
    }

    assertThat(rows("SELECT * FROM data ORDER BY cents"))
        .containsExactly(
            "at=2023-11-14 22:13:20+00, cents=250, cents_text=250, city=Ulm, day=1970-01-11,"
                + " paid=t, rate=0.5, whole={\"city\": \"Ulm\"}",
            "at=2023-11-14 22:13:20+00, cents=251, cents_text=251, city=Ulm, day=1970-01-11,"
                + " paid=t, rate=null, whole={\"city\": \"Ulm\"}");
  }

  @Test
  void refusesFieldsThatTheSchemaDoesNotHaveOrTheColumnCannotHold() throws SQLException {
    execute("CREATE TABLE data (city int, cents bigint)");
    try (var target = target("data", Map.of("cents", "data.cent"), EmbeddedDatabase.USER)) {
      assertThatThrownBy(() -> target.requireAccepts("source", Ordering.KEY))
          .isInstanceOf(TargetRefusedException.class)
          .hasMessageStartingWith(
              "column 'cents' of target 'rows' is filled from data.cent, which the latest schema of"
                  + " topic 'source' does not have")
          .hasMessageContaining("'cents'?");
    }
    try (var target = target("data", Map.of("city", "data.address.city"), EmbeddedDatabase.USER);
        var writer = leased(target, 1)) {
      assertThatThrownBy(() -> target.requireAccepts("source", Ordering.KEY))
          .isInstanceOf(TargetRefusedException.class)
          .hasMessageContaining(
              "data.address.city is text, and column 'city' has the type int4, which cannot hold"
                  + " it");
      assertThat(writer.deliver(record(0, "u", order(1, null))))
          .isInstanceOf(DeliveryResult.Refused.class);
    }
  }

  private static byte[] order(long cents, Double rate) {
    var address = new GenericData.Record(ORDER.getField("address").schema());
    address.put("city", "Ulm");
    var order = new GenericData.Record(ORDER);
    order.put("cents", cents);
    order.put("rate", rate);
    order.put("paid", true);
    order.put("at", 1_700_000_000_000L);
    order.put("day", 10);
    order.put("address", address);
    var bytes = new ByteArrayOutputStream();
    var encoder = EncoderFactory.get().directBinaryEncoder(bytes, null);
    try {
      new GenericDatumWriter<>(ORDER).write(order, encoder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return WireFormat.frame(7, bytes.toByteArray());
  }

  @Test
  void replacesTheRowWithTheSameKeyByTheLastRecord() throws SQLException {
    execute(
        "CREATE TABLE latest (user_id varchar(10) PRIMARY KEY, src_offset bigint, n serial,"
            + " payload text)");
    try (var target = upserting("user_id");
        var writer = leased(target, 1)) {
      for (int i = 0; i < 1_000; i++) {
        writer.deliver(record(i, "user-" + i % 3, "v"));
      }
      writer.deliver(record(1_000, "too-long-for-its-column", "v"));
      writer.flush();
      assertThat(writer.refused()).containsOnlyKeys(1_000L);
      writer.commit(() -> progress(1_001));

      assertThat(target.facts().promise())
          .isEqualTo("each record's row by user_id in table latest, as if written exactly once");
      assertThatThrownBy(() -> target.requireAccepts("source", Ordering.UNORDERED))
          .isInstanceOf(TargetRefusedException.class)
          .hasMessageContaining("use the ordering PARTITION or KEY");
    }
    assertThat(rows("SELECT user_id, src_offset FROM latest ORDER BY 1"))
        .containsExactly(
            "src_offset=999, user_id=user-0",
            "src_offset=997, user_id=user-1",
            "src_offset=998, user_id=user-2");
  }

  @Test
  void namesAKeyWithoutAnIndexAndAColumnThatNeedsAValue() throws SQLException {
    execute(
        "CREATE TABLE latest (user_id text PRIMARY KEY, src_offset bigint, payload text,"
            + " made timestamptz NOT NULL DEFAULT now(), n serial)");
    assertRefused(
        upserting("payload"),
        "column 'user_id' of table latest may not be null, has no default and is not filled");
    execute("ALTER TABLE latest ALTER user_id SET DEFAULT 'none'");
    assertRefused(
        upserting("payload"),
        "table latest of target 'rows' has no unique index on its key columns: CREATE UNIQUE INDEX"
            + " ON \"latest\" (\"payload\")");
  }

  @Test
  void anEarlierLeaseCommitsNothingAfterALaterOneWasTaken() throws SQLException {
    try (var target = target(COLUMNS);
        var first = leased(target, 1)) {
      first.deliver(record(0, "user-1", "a"));
      commit(first, 1);
      first.deliver(record(1, "user-1", "b"));
      first.flush();

      try (var second = writer(target, 2)) {
        var stored = second.takeLease(progress(0), true);

        assertThat(stored).contains(progress(1));
        assertThatThrownBy(() -> first.commit(() -> progress(2)))
            .isInstanceOf(TargetLeaseLostException.class)
            .hasMessageStartingWith("lease 1 of shard " + Samples.ID + "/0 is no longer");
        second.deliver(record(1, "user-1", "b"));
        commit(second, 2);
      }
      assertThatThrownBy(() -> first.takeLease(progress(0), true))
          .isInstanceOf(TargetLeaseLostException.class);
    }
    assertThat(rows("SELECT src_offset FROM orders ORDER BY 1"))
        .containsExactly("src_offset=0", "src_offset=1");
  }

  @Test
  void refusesTheRowsThatTheDatabaseDoesNotAcceptAndKeepsTheOthers() throws SQLException {
    try (var target = target(COLUMNS);
        var writer = leased(target, 1)) {
      for (int i = 0; i < 1200; i++) {
        var key = i == 20 ? "too-long-for-its-column" : i == 1100 ? null : "user-" + i;
        writer.deliver(record(i, key, "v"));
      }
      writer.deliver(record(5, "user-5", "again"));
      assertThat(writer.deliver(record(1200, "\0", "v")))
          .isEqualTo(new DeliveryResult.Refused("its key is not valid UTF-8 or contains NUL"));
      writer.flush();

      var refused = writer.refused();
      writer.commit(() -> progress(1201));

      assertThat(refused).containsOnlyKeys(20L, 1100L, 5L);
      assertThat(refused.get(20L)).contains("value too long for type character varying(10)");
      assertThat(refused.get(1100L)).contains("null value in column \"user_id\"");
      assertThat(refused.get(5L)).contains("duplicate key value violates unique constraint");
      assertThat(writer.refused()).isEmpty();
    }
    assertThat(rows("SELECT count(*) FROM orders")).containsExactly("count=1198");
  }

  @Test
  void aSliceThatIsNotCommittedLeavesNothing() throws SQLException {
    try (var target = target(COLUMNS);
        var writer = leased(target, 1)) {
      writer.deliver(record(0, "user-1", "a"));
      writer.flush();
    }

    assertThat(rows("SELECT * FROM orders")).isEmpty();
    assertThat(rows("SELECT next_offset FROM reprise_lease")).containsExactly("next_offset=0");
  }

  @Test
  void aShardThatHasDeliveredMustBeKnown() {
    try (var target = target(COLUMNS);
        var writer = writer(target, 4)) {
      assertThatThrownBy(() -> writer.takeLease(progress(9), true))
          .isInstanceOf(TargetRefusedException.class)
          .hasMessageContaining("does not have shard " + Samples.ID + "/0, which has delivered");
    }
  }

  @Test
  void namesWhatIsMissingAndWhatToType() throws SQLException {
    assertRefused(target(Map.of("user", "key")), "table orders has no column 'user'");
    assertRefused(
        target(Map.of("src_offset", "key")),
        "column 'src_offset' of table orders has the type int8, which cannot hold key: key is text"
            + " or bytes");
    assertRefused(
        target("orders", COLUMNS, "reader"),
        "does not let user reader write table orders: GRANT SELECT, INSERT ON \"orders\" TO"
            + " \"reader\"");
    execute("GRANT SELECT, INSERT ON orders TO reader");
    assertRefused(
        target("orders", COLUMNS, "reader"),
        "does not let user reader write table reprise_lease: GRANT SELECT, INSERT, UPDATE ON"
            + " \"reprise_lease\" TO \"reader\"");
    assertRefused(target("order", COLUMNS, EmbeddedDatabase.USER), "has no table order: create");
    execute("DROP TABLE reprise_lease");
    assertRefused(
        target(COLUMNS),
        "has no table reprise_lease: CREATE TABLE \"reprise_lease\" (shard varchar(64) PRIMARY"
            + " KEY, epoch bigint NOT NULL,");
  }

  @Test
  void namesADatabaseThatDoesNotAnswerOrDoesNotKnowTheUser() {
    try (var target = target("orders", COLUMNS, "nobody")) {
      assertThatThrownBy(target::facts)
          .isInstanceOf(TargetLoginException.class)
          .hasMessageContaining("does not let user nobody in");
    }
    var gone =
        new TargetConfig.Jdbc(
            "jdbc:postgresql://127.0.0.1:1/gone",
            null,
            null,
            "orders",
            COLUMNS,
            null,
            null,
            null,
            1);
    try (var target = new JdbcTarget("rows", gone, SCHEMAS, SESSION)) {
      assertThatThrownBy(target::facts)
          .isInstanceOf(TargetUnavailableException.class)
          .hasMessageContaining("the database of target 'rows' does not answer");
    }
  }

  @Test
  void theDatabaseEndsTheTransactionOfAWorkerThatHasStopped() throws SQLException {
    var config = config("orders", COLUMNS, EmbeddedDatabase.USER);
    try (var target = new JdbcTarget("rows", config, SCHEMAS, Duration.ofMillis(300));
        var frozen = leased(target, 1);
        var next = writer(target, 2)) {
      frozen.deliver(record(0, "user-1", "a"));
      frozen.flush();

      // Waits for the row lock of the frozen worker, because src_offset is unique.
      var unused = next.takeLease(progress(0), false);
      next.deliver(record(0, "user-1", "a"));
      commit(next, 1);

      assertThatThrownBy(() -> frozen.commit(() -> progress(1)))
          .isInstanceOfAny(TargetUnavailableException.class, TargetLeaseLostException.class);
    }
    assertThat(rows("SELECT count(*) FROM orders")).containsExactly("count=1");
  }

  private static JdbcTarget target(Map<String, String> columns) {
    return target("orders", columns, EmbeddedDatabase.USER);
  }

  private static JdbcTarget target(String table, Map<String, String> columns, String user) {
    return new JdbcTarget("rows", config(table, columns, user), SCHEMAS, SESSION);
  }

  private static TargetConfig.Jdbc config(String table, Map<String, String> columns, String user) {
    return new TargetConfig.Jdbc(url(), user, null, table, columns, null, null, null, 2);
  }

  private static JdbcTarget upserting(String key) {
    var columns = Map.of(key, key.equals("user_id") ? "key" : "value", "src_offset", "offset");
    return new JdbcTarget(
        "rows",
        new TargetConfig.Jdbc(
            url(),
            EmbeddedDatabase.USER,
            null,
            "latest",
            columns,
            TargetConfig.WriteMode.UPSERT,
            List.of(key),
            null,
            2),
        SCHEMAS,
        SESSION);
  }

  private static ConsumerRecord<byte[], byte[]> record(long offset, String key, String value) {
    return record(offset, key, bytes(value));
  }

  private static ConsumerRecord<byte[], byte[]> record(long offset, String key, byte[] value) {
    var headers = new RecordHeaders();
    headers.add("ce_type", bytes("made"));
    headers.add("trace", bytes("t1"));
    return new ConsumerRecord<>(
        "source",
        3,
        offset,
        1_700_000_000_000L,
        TimestampType.CREATE_TIME,
        key == null ? -1 : key.length(),
        value.length,
        key == null ? null : bytes(key),
        value,
        headers,
        Optional.empty());
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String url() {
    return database.jdbcUrl();
  }

  private static Connection connect() throws SQLException {
    return DriverManager.getConnection(url(), EmbeddedDatabase.USER, "");
  }

  private static void execute(String sql) throws SQLException {
    try (var session = connect();
        var statement = session.createStatement()) {
      statement.execute(sql);
    }
  }

  /** Returns each row as text, its columns in alphabetical order. */
  private static List<String> rows(String sql) throws SQLException {
    try (var session = connect();
        var statement = session.createStatement()) {
      statement.execute("SET TimeZone = 'UTC'");
      var found = new ArrayList<String>();
      try (var rows = statement.executeQuery(sql)) {
        while (rows.next()) {
          var columns = new java.util.TreeSet<String>();
          for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
            columns.add(rows.getMetaData().getColumnName(i) + "=" + rows.getString(i));
          }
          found.add(String.join(", ", columns));
        }
      }
      return found;
    }
  }
}
