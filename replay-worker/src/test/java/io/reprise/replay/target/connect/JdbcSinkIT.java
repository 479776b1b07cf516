package io.reprise.replay.target.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reprise.embedded.EmbeddedDatabase;
import io.reprise.replay.Samples;
import io.reprise.replay.failure.Backoff;
import io.reprise.replay.select.EventSchemas;
import io.reprise.replay.spec.Ordering;
import io.reprise.replay.spec.RecordTimestamps;
import io.reprise.replay.target.ConnectTargetConfig;
import io.reprise.replay.target.DeliveryContext;
import io.reprise.replay.target.DeliveryResult;
import io.reprise.replay.target.TargetRefusedException;
import io.reprise.replay.target.TargetWriter;
import io.reprise.replay.target.WritablePartitions;
import io.reprise.schemas.registry.RegisteredSchema;
import io.reprise.schemas.wire.WireFormat;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.EncoderFactory;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Writes rows through Debezium's JDBC sink connector, loaded from a plug-in directory. */
class JdbcSinkIT {
  private static final String CONNECTOR = "io.debezium.connector.jdbc.JdbcSinkConnector";
  private static final int RECORDS = 1_000;
  private static final Schema ORDER =
      SchemaBuilder.record("Order")
          .namespace("shop")
          .fields()
          .requiredString("id")
          .optionalString("note")
          .requiredLong("cents")
          .endRecord();

  private static EmbeddedDatabase database;

  /** Knows one schema. */
  private static final EventSchemas SCHEMAS =
      new EventSchemas() {
        @Override
        public Optional<RegisteredSchema> latest(String topic) {
          return Optional.empty();
        }

        @Override
        public List<RegisteredSchema> versions(String topic) {
          return List.of();
        }

        @Override
        public Schema byId(int id) {
          return ORDER;
        }
      };

  @BeforeAll
  static void start() throws SQLException {
    database = EmbeddedDatabase.startTemporary();
    execute(
        "CREATE TABLE orders (__connect_topic text, __connect_partition int, __connect_offset"
            + " bigint, id text, note text, cents bigint CHECK (cents >= 0), PRIMARY KEY"
            + " (__connect_topic, __connect_partition, __connect_offset))");
  }

  @AfterAll
  static void stop() {
    database.close();
  }

  @Test
  void recordsBecomeRowsRepeatsChangeNothingAndBadRecordsAreRefused() throws Exception {
    try (var target = target(Map.of())) {
      target.requireAccepts("orders", Ordering.PARTITION);
      try (var writer = open(target)) {
        deliver(writer, 0, RECORDS);
        writer.flush();
        assertThat(writer.refused()).isEmpty();
      }
      assertThat(count("SELECT count(*) FROM orders")).isEqualTo(RECORDS);
      assertThat(count("SELECT sum(cents) FROM orders"))
          .isEqualTo((long) RECORDS * (RECORDS - 1) / 2);

      try (var writer = open(target)) {
        deliver(writer, RECORDS - 10, RECORDS);
        assertThat(writer.deliver(record(RECORDS, -1))).isEqualTo(DeliveryResult.PENDING);
        assertThat(writer.deliver(record(RECORDS + 1, 5))).isEqualTo(DeliveryResult.PENDING);
        writer.flush();

        var refused = writer.refused();
        assertThat(refused).containsOnlyKeys((long) RECORDS);
        assertThat(refused.get((long) RECORDS)).contains("orders_cents_check");
      }
      assertThat(count("SELECT count(*) FROM orders")).isEqualTo(RECORDS + 1);
    }
  }

  @Test
  void settingsThatTheConnectorDoesNotAcceptAreRefusedByName() {
    try (var target = target(Map.of("batch.size", "many"))) {
      assertThatThrownBy(target::facts)
          .isInstanceOf(TargetRefusedException.class)
          .hasMessageContaining("refuses its settings: batch.size: ");
    }
  }

  private static ConnectTarget target(Map<String, String> changed) {
    var settings =
        new HashMap<>(
            Map.of(
                "connection.url", database.jdbcUrl(),
                "connection.username", EmbeddedDatabase.USER,
                "connection.password", "none",
                "collection.name.format", "orders",
                "insert.mode", "upsert",
                "primary.key.mode", "kafka",
                "schema.evolution", "none"));
    settings.putAll(changed);
    return ConnectTarget.open(
        "warehouse",
        new ConnectTargetConfig(
            ConnectorPlugins.jdbc(), CONNECTOR, settings, null, null, null, RECORDS, null),
        SCHEMAS,
        new Backoff(() -> 0));
  }

  private static TargetWriter open(ConnectTarget target) {
    return target.open(
        new DeliveryContext(
            Samples.ID,
            0,
            1,
            1,
            Ordering.PARTITION,
            WritablePartitions.NONE,
            RecordTimestamps.ORIGINAL,
            () -> true),
        record -> {
          throw new AssertionError("a record was sent to Kafka");
        });
  }

  private static void deliver(TargetWriter writer, long from, long to) {
    for (long offset = from; offset < to; offset++) {
      assertThat(writer.deliver(record(offset, offset))).isEqualTo(DeliveryResult.PENDING);
    }
  }

  private static ConsumerRecord<byte[], byte[]> record(long offset, long cents) {
    var order = new GenericData.Record(ORDER);
    order.put("id", "o-" + offset);
    order.put("cents", cents);
    var bytes = new ByteArrayOutputStream();
    try {
      var encoder = EncoderFactory.get().binaryEncoder(bytes, null);
      new GenericDatumWriter<>(ORDER).write(order, encoder);
      encoder.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new ConsumerRecord<>(
        "orders",
        3,
        offset,
        ("user-" + offset).getBytes(StandardCharsets.UTF_8),
        WireFormat.frame(1, bytes.toByteArray()));
  }

  private static void execute(String sql) throws SQLException {
    try (var connection =
            DriverManager.getConnection(database.jdbcUrl(), EmbeddedDatabase.USER, "");
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static long count(String sql) throws SQLException {
    try (var connection =
            DriverManager.getConnection(database.jdbcUrl(), EmbeddedDatabase.USER, "");
        var statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      assertThat(rows.next()).isTrue();
      return rows.getLong(1);
    }
  }
}
