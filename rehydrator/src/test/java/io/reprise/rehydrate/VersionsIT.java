package io.reprise.rehydrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reprise.embedded.RunningServers;
import io.reprise.embedded.Servers;
import io.reprise.rehydrate.postgres.PostgresTarget;
import io.reprise.rehydrate.postgres.session.PostgresConfig;
import io.reprise.rehydrate.project.BytesProjection;
import io.reprise.rehydrate.project.ColumnType;
import io.reprise.rehydrate.project.ColumnWriter;
import io.reprise.rehydrate.project.JsonProjection;
import io.reprise.rehydrate.project.ProjectedColumn;
import io.reprise.rehydrate.project.Projection;
import io.reprise.rehydrate.report.CompletenessReport;
import io.reprise.rehydrate.report.RehydrationStep;
import io.reprise.rehydrate.target.BulkTarget;
import io.reprise.rehydrate.target.TargetRefusedException;
import io.reprise.rehydrate.target.VersionOrigin;
import io.reprise.store.fold.CountByTypeReducer;
import io.reprise.store.fold.Provenance;
import io.reprise.store.fold.SchemaLookup;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The versions of a model, their view, and its columns. */
@ExtendWith(Servers.class)
class VersionsIT {
  private static final SchemaLookup NO_SCHEMAS =
      id -> {
        throw new AssertionError("no schemas here");
      };

  private static CompletenessReport make(
      SeededTopic topic, Map<Integer, Long> ends, BulkTarget target) {
    return Rehydrator.from(topic.log(), topic.facts())
        .upTo(ends)
        .fullLog()
        .folding(new ChainReducer(), NO_SCHEMAS)
        .into(target)
        .run();
  }

  private static Map<Integer, Long> part(Map<Integer, Long> ends, int parts, int of) {
    var some = new java.util.TreeMap<>(ends);
    some.replaceAll((partition, end) -> end * parts / of);
    return some;
  }

  @Test
  void undoesToThePreviousVersionAndKeepsTheConfiguredNumber(RunningServers servers)
      throws Exception {
    try (var topic = SeededTopic.create("undone", servers);
        var reader = new ModelReader(ReadModels.named(servers, "undone"))) {
      // Given
      topic.publish(1, 900, 50);
      var target = new PostgresTarget(ReadModels.named(servers, "undone"), new BytesProjection());
      var latest = topic.latest();
      make(topic, part(latest, 1, 3), target);
      make(topic, part(latest, 2, 3), target);
      var second = reader.fingerprint();
      make(topic, latest, target);
      assertThat(reader.fingerprint()).isNotEqualTo(second);

      // When
      int shown = target.undo();

      // Then
      assertThat(shown).isEqualTo(2);
      assertThat(reader.fingerprint()).isEqualTo(second);
      assertThat(tables(reader, "undone")).containsExactly("undone_v2", "undone_v3");
      assertThatThrownBy(target::undo)
          .isInstanceOf(TargetRefusedException.class)
          .hasMessageContaining("model undone has no version older than 2");

      // When: a new version is made; the version that readers saw is kept, the undone one is
      // dropped.
      make(topic, latest, target);

      // Then
      assertThat(tables(reader, "undone")).containsExactly("undone_v2", "undone_v4");
    }
  }

  private static List<String> tables(ModelReader reader, String model) throws Exception {
    return reader.texts(
        "SELECT relname FROM pg_class WHERE relkind = 'r' AND relname LIKE '%s\\_v%%' ORDER BY 1"
            .formatted(model));
  }

  @Test
  void replacesAViewOfOtherColumnsAndKeepsItsGrants(RunningServers servers) throws Exception {
    try (var topic = SeededTopic.create("reshaped", servers);
        var reader = new ModelReader(ReadModels.named(servers, "reshaped"))) {
      // Given
      topic.publish(1, 600, 40);
      var config = ReadModels.named(servers, "reshaped");
      make(topic, part(topic.latest(), 1, 2), new PostgresTarget(config, new BytesProjection()));
      reader.execute("CREATE ROLE looker");
      reader.execute("GRANT SELECT ON reshaped TO looker, PUBLIC");
      reader.execute("CREATE VIEW onlooker AS SELECT key FROM reshaped");
      var odd = new PostgresTarget(config, new AllTypes());

      // When, Then
      assertThatThrownBy(() -> make(topic, topic.latest(), odd))
          .isInstanceOf(TargetRefusedException.class)
          .hasMessageContaining("others depend on it");
      assertThat(reader.texts("SELECT count(*) FROM onlooker").get(0)).isNotEqualTo("0");

      // When
      reader.execute("DROP VIEW onlooker");
      var report = make(topic, topic.latest(), odd);

      // Then
      assertThat(report.origin()).isEqualTo(new VersionOrigin.Resumed());
      assertThat(
              reader.texts(
                  "SELECT grantee || ' ' || privilege_type FROM"
                      + " information_schema.role_table_grants WHERE table_name = 'reshaped' AND"
                      + " grantee IN ('looker', 'PUBLIC') ORDER BY 1"))
          .containsExactly("PUBLIC SELECT", "looker SELECT");
      assertThat(
              reader.texts(
                  "SELECT concat_ws(' ', a_text, encode(a_bytea, 'hex'), a_json->>'k', a_bool,"
                      + " an_int, a_big, a_double, a_time AT TIME ZONE 'UTC', a_date, an_id, a_null"
                      + " IS NULL) FROM reshaped LIMIT 1"))
          .containsExactly(AllTypes.AS_TEXT);
      new PostgresTarget(config, new AllTypes()).undo();
      assertThat(reader.texts("SELECT count(state) FROM reshaped").get(0)).isNotEqualTo("0");
      reader.execute("DROP OWNED BY looker");
      reader.execute("DROP ROLE looker");
    }
  }

  /** One value of each type, and a null. */
  private static final class AllTypes implements Projection {
    static final String AS_TEXT =
        "tëxt 00ff v t -7 9007199254740993 0.5 1999-12-31 23:59:59.123456 2031-02-03"
            + " 00000000-0000-0001-0000-000000000002 t";

    @Override
    public String id() {
      return "all-types.v1";
    }

    @Override
    public List<ProjectedColumn> columns() {
      return List.of(
          new ProjectedColumn("a_text", ColumnType.TEXT),
          new ProjectedColumn("a_bytea", ColumnType.BYTEA),
          new ProjectedColumn("a_json", ColumnType.JSONB),
          new ProjectedColumn("a_bool", ColumnType.BOOLEAN),
          new ProjectedColumn("an_int", ColumnType.INTEGER),
          new ProjectedColumn("a_big", ColumnType.BIGINT),
          new ProjectedColumn("a_double", ColumnType.DOUBLE),
          new ProjectedColumn("a_time", ColumnType.TIMESTAMPTZ),
          new ProjectedColumn("a_date", ColumnType.DATE),
          new ProjectedColumn("an_id", ColumnType.UUID),
          new ProjectedColumn("a_null", ColumnType.TEXT));
    }

    @Override
    public void project(byte[] key, byte[] state, Provenance provenance, ColumnWriter row) {
      row.text("tëxt")
          .bytes(new byte[] {0, (byte) 0xFF})
          .json("{\"k\":\"v\"}".getBytes(java.nio.charset.StandardCharsets.UTF_8))
          .bool(true)
          .integer(-7)
          .bigint(9007199254740993L)
          .real(0.5)
          .timestamp(Instant.parse("1999-12-31T23:59:59.123456789Z"))
          .date(LocalDate.of(2031, 2, 3))
          .uuid(new UUID(1, 2))
          .text(null);
    }
  }

  @Test
  void showsAvroStatesAsJson(RunningServers servers) throws Exception {
    try (var topic = SeededTopic.create("counted", servers);
        var producer =
            new KafkaProducer<>(servers.client(), new StringSerializer(), new StringSerializer());
        var reader = new ModelReader(ReadModels.named(servers, "counted"))) {
      // Given
      for (var type : List.of("seen", "bought", "seen")) {
        var record = new ProducerRecord<>("counted", "ann", "x");
        record.headers().add("ce_type", type.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        producer.send(record).get();
      }
      var reducer = new CountByTypeReducer();
      var schema = reducer.create(NO_SCHEMAS).stateSchema().orElseThrow();

      // When
      Rehydrator.from(topic.log(), topic.facts())
          .fullLog()
          .folding(reducer, NO_SCHEMAS)
          .into(
              new PostgresTarget(
                  ReadModels.named(servers, "counted"), new JsonProjection(NO_SCHEMAS, schema)))
          .run();

      // Then
      assertThat(reader.texts("SELECT key || state::text FROM counted"))
          .containsExactly("ann{\"seen\": 2, \"bought\": 1}");
    }
  }

  @Test
  void beginsANewVersionWhenTheUnfinishedOneWasMadeDifferently(RunningServers servers)
      throws Exception {
    try (var topic = SeededTopic.create("restarted", servers);
        var reader = new ModelReader(ReadModels.named(servers, "restarted"))) {
      // Given
      topic.publish(1, 900, 50);
      var target =
          new PostgresTarget(ReadModels.named(servers, "restarted"), new BytesProjection());
      var latest = topic.latest();
      breakOff(topic, latest, target);

      // When
      var report =
          Rehydrator.from(topic.log(), topic.facts())
              .snapshots(ListSnapshots.of(topic, new ChainReducer(), latest, 0.5, 1))
              .folding(new ChainReducer(), NO_SCHEMAS)
              .into(target)
              .run();

      // Then
      assertThat(report.origin())
          .isInstanceOfSatisfying(
              VersionOrigin.Restarted.class, r -> assertThat(r.because()).contains("source=log"));
      assertThat(report.version()).isEqualTo(2);
      States.assertEqual(reader.rows(2), topic.fold(new ChainReducer(), latest));
      assertThat(tables(reader, "restarted")).containsExactly("restarted_v2");

      // Given, When: an unfinished version that is already past the requested end.
      var later = new PostgresTarget(ReadModels.named(servers, "restarted"), new AllTypes());
      breakOff(topic, latest, later);
      assertThat(make(topic, part(latest, 1, 2), later).origin())
          .isInstanceOfSatisfying(
              VersionOrigin.Restarted.class,
              r -> assertThat(r.because()).contains("is already past the requested end"));
    }
  }

  /** Leaves a version that is loaded but not visible. */
  private static void breakOff(SeededTopic topic, Map<Integer, Long> ends, BulkTarget target) {
    assertThatThrownBy(
            () ->
                Rehydrator.from(topic.log(), topic.facts())
                    .upTo(ends)
                    .listener(
                        p -> {
                          if (p.step() == RehydrationStep.TAIL) {
                            throw new IllegalStateException("broken off");
                          }
                        })
                    .fullLog()
                    .folding(new ChainReducer(), NO_SCHEMAS)
                    .into(target)
                    .run())
        .hasMessage("broken off");
  }

  @Test
  void reportsWhichFieldsOfWhichKeysDiffer(RunningServers servers) throws Exception {
    try (var topic = SeededTopic.create("compared", servers);
        var reader = new ModelReader(ReadModels.named(servers, "compared"));
        var producer =
            new KafkaProducer<>(servers.client(), new StringSerializer(), new StringSerializer())) {
      // Given: a model that was changed by hand, and users with newer events.
      var config = new PostgresConfig(servers.jdbcUrl(), "postgres", "", "compared");
      var reducer = new CountByTypeReducer();
      var target =
          new PostgresTarget(
              config,
              new JsonProjection(
                  NO_SCHEMAS, reducer.create(NO_SCHEMAS).stateSchema().orElseThrow()));
      for (var user : List.of("ann", "bob", "cid", "dan")) {
        seen(producer, user);
      }
      Rehydrator.from(topic.log(), topic.facts())
          .fullLog()
          .folding(reducer, NO_SCHEMAS)
          .into(target)
          .run();
      reader.execute("UPDATE compared_v1 SET state = '{\"seen\": 5}' WHERE key = 'ann'");
      reader.execute("DELETE FROM compared_v1 WHERE key = 'bob'");
      seen(producer, "cid");

      // When
      var report =
          Rehydrator.from(topic.log(), topic.facts())
              .fullLog()
              .folding(reducer, NO_SCHEMAS)
              .into(target)
              .run();

      // Then
      assertThat(report.diff())
          .hasValueSatisfying(
              d -> {
                assertThat(d.differing())
                    .extracting(k -> k.key() + " " + k.fields())
                    .containsExactlyInAnyOrder("ann [state.seen]", "bob [missing in version 1]");
                assertThat(d.sampled()).isEqualTo(4);
                assertThat(d.moved()).isEqualTo(1);
                assertThat(d.share()).isEqualTo(2.0 / 3);
              });
      assertThat(report.visible()).isTrue();
    }
  }

  private static void seen(KafkaProducer<String, String> producer, String user) throws Exception {
    var record = new ProducerRecord<>("compared", user, "x");
    record.headers().add("ce_type", "seen".getBytes(java.nio.charset.StandardCharsets.UTF_8));
    producer.send(record).get();
  }
}
