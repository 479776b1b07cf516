package io.reprise.rehydrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reprise.embedded.RunningServers;
import io.reprise.embedded.Servers;
import io.reprise.rehydrate.postgres.PostgresTarget;
import io.reprise.rehydrate.postgres.session.PostgresConfig;
import io.reprise.rehydrate.project.BytesProjection;
import io.reprise.rehydrate.project.JsonProjection;
import io.reprise.rehydrate.read.LogStalledException;
import io.reprise.rehydrate.read.TailMissingException;
import io.reprise.rehydrate.report.CompletenessReport;
import io.reprise.rehydrate.report.ModelsDifferException;
import io.reprise.rehydrate.report.RehydrationRefusedException;
import io.reprise.rehydrate.report.RehydrationStep;
import io.reprise.rehydrate.tail.KeyInTwoPartitionsException;
import io.reprise.rehydrate.target.BulkTarget;
import io.reprise.rehydrate.target.TargetRefusedException;
import io.reprise.rehydrate.target.TargetUnavailableException;
import io.reprise.rehydrate.target.VersionOrigin;
import io.reprise.store.KeySelection;
import io.reprise.store.LogBatch;
import io.reprise.store.LogReader;
import io.reprise.store.OffsetRange;
import io.reprise.store.facts.PartitionFacts;
import io.reprise.store.facts.TopicFacts;
import io.reprise.store.fold.LatestReducer;
import io.reprise.store.fold.ReducerProvider;
import io.reprise.store.fold.SchemaLookup;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.ExtendWith;

/** A refused run explains itself in one sentence, and readers see the same version as before. */
@ExtendWith(Servers.class)
class RefusalsIT {
  private static final SchemaLookup NO_SCHEMAS =
      id -> {
        throw new AssertionError("no schemas here");
      };

  private RunningServers servers;
  private SeededTopic topic;
  private PostgresConfig config;
  private ModelReader reader;
  private String before;

  /** Makes a version visible that ends at two thirds of its topic. */
  @BeforeEach
  void showAVersion(RunningServers running, TestInfo test) throws Exception {
    servers = running;
    var name = test.getTestMethod().orElseThrow().getName().toLowerCase(java.util.Locale.ROOT);
    topic = SeededTopic.create(name, running);
    topic.publish(1, 900, 60);
    config = ReadModels.named(running, name.substring(0, Math.min(40, name.length())));
    var ends = topic.latest();
    ends.replaceAll((partition, end) -> end * 2 / 3);
    Rehydrator.from(topic.log(), topic.facts())
        .upTo(ends)
        .fullLog()
        .folding(new ChainReducer(), NO_SCHEMAS)
        .into(target())
        .run();
    reader = new ModelReader(config);
    before = reader.fingerprint();
  }

  @AfterEach
  void seeItUnchanged() throws Exception {
    assertThat(reader.fingerprint()).isEqualTo(before);
    reader.close();
    topic.close();
  }

  private BulkTarget target() {
    return new PostgresTarget(config, new BytesProjection());
  }

  private ListSnapshots snapshots() {
    return ListSnapshots.of(topic, new ChainReducer(), topic.latest(), 0.6, 1);
  }

  private Rehydrator order() {
    return Rehydrator.from(topic.log(), topic.facts());
  }

  private static CompletenessReport run(
      Rehydrator order, ListSnapshots snapshots, BulkTarget target) {
    return order.snapshots(snapshots).folding(new ChainReducer(), NO_SCHEMAS).into(target).run();
  }

  @Test
  void refusesAnEndBelowTheOffsetsInTheSnapshots() {
    var snapshots = snapshots();
    var ends = new TreeMap<>(snapshots.reach());
    ends.merge(1, -1L, Long::sum);
    assertThatThrownBy(() -> run(order().upTo(ends), snapshots, target()))
        .isInstanceOf(RehydrationRefusedException.class)
        .hasMessageContaining("of partition 1 hold events up to offset " + snapshots.reach().get(1))
        .hasMessageContaining("choose an end from");
  }

  @Test
  void refusesAnEndVectorBeyondTheCommittedEndOrWithoutAPartition() {
    var ends = topic.latest();
    ends.merge(2, 1L, Long::sum);
    assertThatThrownBy(() -> order().upTo(ends))
        .isInstanceOf(RehydrationRefusedException.class)
        .hasMessageContaining("-2, which is committed up to " + (ends.get(2) - 1));
    ends.remove(2);
    assertThatThrownBy(() -> order().upTo(ends))
        .isInstanceOf(RehydrationRefusedException.class)
        .hasMessageContaining("names partitions [0, 1]");
  }

  @Test
  void refusesSnapshotsOfAnotherPartitionCount() throws Exception {
    var snapshots = snapshots();
    topic.admin().createPartitions(Map.of(topic.name(), NewPartitions.increaseTo(4))).all().get();
    org.awaitility.Awaitility.await()
        .ignoreExceptions()
        .until(() -> topic.facts().partitions().size() == 4);
    assertThatThrownBy(() -> run(order(), snapshots, target()))
        .isInstanceOf(RehydrationRefusedException.class)
        .hasMessageContaining("were made of 3 partitions")
        .hasMessageContaining("has 4 now");
  }

  @Test
  void refusesATailThatRetentionHasDeleted() throws Exception {
    var snapshots = snapshots();
    deleteRecords(0, topic.latest().get(0) * 4 / 5);
    assertThatThrownBy(() -> run(order(), snapshots, target()))
        .isInstanceOf(TailMissingException.class)
        .hasMessageContaining("of " + topic.name() + "-0 is needed")
        .hasMessageContaining("load newer snapshots");
  }

  @Test
  void refusesToFoldALogWithoutItsBeginning() throws Exception {
    deleteRecords(2, 10);
    assertThatThrownBy(
            () -> order().fullLog().folding(new ChainReducer(), NO_SCHEMAS).into(target()).run())
        .isInstanceOf(RehydrationRefusedException.class)
        .hasMessageContaining("-2 lacks offsets [0, 10)");
  }

  private void deleteRecords(int partition, long before) throws Exception {
    topic
        .admin()
        .deleteRecords(
            Map.of(
                new TopicPartition(topic.name(), partition), RecordsToDelete.beforeOffset(before)))
        .all()
        .get();
  }

  @Test
  void reportsThatTheTargetIsDown() {
    var down =
        new PostgresConfig(
            "jdbc:postgresql://127.0.0.1:1/x?password=geheim", "u", "geheim", "model");
    assertThatThrownBy(
            () -> run(order(), snapshots(), new PostgresTarget(down, new BytesProjection())))
        .isInstanceOf(TargetUnavailableException.class)
        .hasMessageContaining("PostgreSQL at 127.0.0.1:1/x does not answer")
        .hasMessageNotContaining("geheim");
    assertThat(down.toString()).doesNotContain("geheim");
  }

  @Test
  void namesTheUserThatCannotLogIn() throws Exception {
    reader.execute("DROP ROLE IF EXISTS guarded");
    reader.execute("CREATE ROLE guarded");
    var other = new PostgresConfig(config.url(), "guarded", "wrong", config.model());
    assertThatThrownBy(
            () -> run(order(), snapshots(), new PostgresTarget(other, new BytesProjection())))
        .isInstanceOf(TargetRefusedException.class)
        .hasMessageContaining("does not let user guarded in");
    reader.execute("DROP ROLE guarded");
  }

  @Test
  void refusesTablesAndViewsThatNoRehydrationMade() throws Exception {
    reader.execute("DROP TABLE IF EXISTS alien, alien2_v1 CASCADE");
    reader.execute("CREATE TABLE alien (x integer)");
    reader.execute("CREATE VIEW alienview AS SELECT 1 AS x");
    reader.execute("CREATE TABLE alien2_v1 (x integer)");
    for (var model : List.of("alien", "alienview", "alien2")) {
      var other = new PostgresTarget(ReadModels.named(servers, model), new BytesProjection());
      assertThatThrownBy(() -> run(order(), snapshots(), other))
          .isInstanceOf(TargetRefusedException.class)
          .hasMessageContaining("public." + model)
          .hasMessageContaining("was not made by a rehydration");
    }
    assertThat(reader.texts("SELECT count(*) FROM alien")).containsExactly("0");
  }

  @Test
  void refusesTwoRunsOfOneModel() throws Exception {
    var following = order().following().fullLog().folding(new ChainReducer(), NO_SCHEMAS);
    var other = ReadModels.named(servers, config.model().substring(0, 20) + "_2");
    var up = new java.util.concurrent.CountDownLatch(1);
    var run =
        order()
            .following()
            .listener(
                p -> {
                  if (p.step() == RehydrationStep.FOLLOW) {
                    up.countDown();
                  }
                })
            .fullLog()
            .folding(new ChainReducer(), NO_SCHEMAS)
            .into(new PostgresTarget(other, new BytesProjection()));
    var first = java.util.concurrent.CompletableFuture.supplyAsync(run::run);
    up.await();
    var same = new PostgresTarget(other, new BytesProjection());
    assertThatThrownBy(() -> following.into(same).run())
        .isInstanceOf(TargetRefusedException.class)
        .hasMessageContaining("another run works on model public." + other.model());
    run.cancel();
    assertThat(first.join().visible()).isTrue();
  }

  @Test
  void refusesAKeyInTwoPartitions() throws Exception {
    try (var producer =
        new KafkaProducer<>(
            servers.client(), new ByteArraySerializer(), new ByteArraySerializer())) {
      var snapshots = snapshots();
      for (int partition = 0; partition < 2; partition++) {
        producer
            .send(
                new ProducerRecord<>(
                    topic.name(),
                    partition,
                    "both".getBytes(java.nio.charset.StandardCharsets.UTF_8),
                    new byte[] {1}))
            .get();
      }
      assertThatThrownBy(() -> run(order().threads(1).aheadBytes(0), snapshots, target()))
          .isInstanceOf(KeyInTwoPartitionsException.class)
          .hasMessageContaining("key 'both' has events in partitions 0 and 1");
      assertThatThrownBy(
              () -> order().fullLog().folding(new ChainReducer(), NO_SCHEMAS).into(target()).run())
          .isInstanceOf(TargetRefusedException.class)
          .hasMessageContaining("is in two partitions");
    }
  }

  @Test
  void refusesAKeyThatIsNotUtf8() throws Exception {
    try (var producer =
        new KafkaProducer<>(
            servers.client(), new ByteArraySerializer(), new ByteArraySerializer())) {
      producer
          .send(new ProducerRecord<>(topic.name(), 0, new byte[] {(byte) 0xFF}, new byte[] {1}))
          .get();
    }
    assertThatThrownBy(
            () -> order().fullLog().folding(new ChainReducer(), NO_SCHEMAS).into(target()).run())
        .isInstanceOf(TargetRefusedException.class)
        .hasMessageContaining("key 0xff is not valid UTF-8");
  }

  @Test
  void refusesAStateThatItsProjectionCannotTurnIntoARow() {
    var json = new PostgresTarget(config, new JsonProjection(NO_SCHEMAS));
    assertThatThrownBy(() -> run(order(), snapshots(), json))
        .isInstanceOf(TargetRefusedException.class)
        .hasMessageContaining("projection json.v1 cannot turn the state of key");
  }

  @Test
  void refusesToSwapWhenTooManyRowsDiffer() {
    // Given: the same model by another reducer, so that every state differs.
    ReducerProvider other = new LatestReducer();
    var order = order().comparing(100, 0.2);

    // When
    assertThatThrownBy(() -> order.fullLog().folding(other, NO_SCHEMAS).into(target()).run())
        .isInstanceOfSatisfying(
            ModelsDifferException.class,
            e -> {
              assertThat(e.diff().share()).isGreaterThan(0.9);
              assertThat(e.diff().differing())
                  .anySatisfy(d -> assertThat(d.fields()).containsExactly("state"));
            })
        .hasMessageContaining("version 2 differs from version 1");

    // Then: both versions are kept, and the next run continues the new one.
    var next = order.comparing(100, 1).upTo(topic.latest());
    var heard = new java.util.concurrent.atomic.AtomicReference<Rehydration>();
    var run =
        next.listener(
                p -> {
                  if (p.step() == RehydrationStep.SWAP) {
                    heard.get().cancel();
                    throw new io.reprise.rehydrate.parallel.StoppedException();
                  }
                })
            .fullLog()
            .folding(other, NO_SCHEMAS)
            .into(target());
    heard.set(run);
    var report = run.run();
    assertThat(report.origin()).isEqualTo(new VersionOrigin.Resumed());
    assertThat(report.version()).isEqualTo(2);
    assertThat(report.visible()).isFalse();
  }

  @Test
  void reportsThatTheLogReturnsNothing() {
    var silent = new SilentLog();
    var facts =
        new TopicFacts(topic.name(), "silent", false, List.of(new PartitionFacts(0, 0, 10, 10, 0)));
    assertThatThrownBy(
            () ->
                Rehydrator.from(silent, facts)
                    .stall(Duration.ofMillis(50))
                    .fullLog()
                    .folding(new ChainReducer(), NO_SCHEMAS)
                    .into(target())
                    .run())
        .isInstanceOf(LogStalledException.class)
        .hasMessageContaining("partition " + topic.name() + "-0 returned nothing at offset 0");
  }

  /** The log of a cluster that is unreachable: reads wait and return nothing. */
  private static final class SilentLog implements io.reprise.store.EventLog {
    @Override
    public LogReader read(String topic, int partition, OffsetRange range, KeySelection keys) {
      return new LogReader() {
        @Override
        public LogBatch read(Duration wait) {
          java.util.concurrent.locks.LockSupport.parkNanos(wait.toNanos());
          return LogBatch.nothingAt(range.from());
        }

        @Override
        public long position() {
          return range.from();
        }

        @Override
        public void skipTo(long offset) {}

        @Override
        public void close() {}
      };
    }

    @Override
    public LogReader read(String topic, byte[] key, OffsetRange range) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void close() {}
  }
}
