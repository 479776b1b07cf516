package io.reprise.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.reprise.embedded.EmbeddedBroker;
import io.reprise.embedded.EmbeddedS3;
import io.reprise.replay.checkpoint.ShardState;
import io.reprise.replay.operate.RepeatedDelivery;
import io.reprise.replay.plan.Plan;
import io.reprise.replay.spec.OnMissingOffsets;
import io.reprise.replay.spec.Ordering;
import io.reprise.replay.spec.RangeBound;
import io.reprise.replay.spec.ReplaySpec;
import io.reprise.replay.spec.SourceRange;
import io.reprise.replay.state.ReplayCommand;
import io.reprise.replay.state.ReplayState;
import io.reprise.replay.target.TargetConfig;
import io.reprise.runtime.config.KafkaConfig;
import io.reprise.store.OffsetRange;
import io.reprise.store.archive.read.ArchiveUnreachableException;
import io.reprise.store.archive.read.CacheConfig;
import io.reprise.store.object.s3.S3Config;
import io.reprise.store.object.s3.S3ObjectStore;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Replays while the object store is stopped, or accepts connections and does not answer.
 *
 * <p>Shows guarantees 4 and 17 of docs/liveness.md.
 */
class StoreOutageIT {
  private static final int EVENTS = 3_000;
  private static final long TRIMMED = 1_500;
  private static final long START = Instant.parse("2026-01-01T00:00:00Z").toEpochMilli();

  @TempDir static Path spools;

  private static EmbeddedBroker broker;
  private static Admin admin;
  private static URI stopped;
  private static Plan coldPlan;
  private static final List<RuntimeException> fatal = new CopyOnWriteArrayList<>();

  @BeforeAll
  static void archiveAndTrimThenStopTheStore() throws Exception {
    System.setProperty("aws.accessKeyId", EmbeddedS3.ACCESS_KEY);
    System.setProperty("aws.secretAccessKey", EmbeddedS3.SECRET_KEY);
    broker = EmbeddedBroker.startTemporary();
    admin = Admin.create(client());
    var topics = new TopicFixture(broker.bootstrapServers());
    topics.create("orders", 1);
    topics.create("copy", 1);
    publish();
    try (var s3 = EmbeddedS3.startTemporary();
        var store = S3ObjectStore.open(bucket(s3.uri()))) {
      var archived = new ArchivedTopic(client(), admin, store, spools, "orders");
      archived.copy(2_000);
      archived.trim(admin, TRIMMED);
      try (var engine = engine("planning", s3.uri())) {
        coldPlan =
            await("the broker's group coordinator and a plan")
                .atMost(Duration.ofSeconds(90))
                .ignoreExceptions()
                .until(() -> engine.operations().plan(spec(null)), Objects::nonNull);
      }
      stopped = s3.uri();
    }
  }

  private static Map<String, Object> client() {
    return Map.of("bootstrap.servers", broker.bootstrapServers());
  }

  private static void publish() {
    try (var producer =
        new KafkaProducer<>(client(), new ByteArraySerializer(), new ByteArraySerializer())) {
      for (int i = 0; i < EVENTS; i++) {
        var key = ("user-" + i % 10).getBytes(StandardCharsets.UTF_8);
        producer.send(new ProducerRecord<>("orders", 0, START + i * 1_000L, key, new byte[50]));
      }
    }
  }

  private static S3Config bucket(URI uri) {
    return new S3Config(uri, null, EmbeddedS3.BUCKET, "outage", null, null, null);
  }

  /** A worker with a single slot, so that shards of all replays follow each other in one thread. */
  private static ReplayEngine engine(String prefix, URI store) {
    var config =
        new WorkerConfig(
            "w1",
            new KafkaConfig(broker.bootstrapServers(), null),
            new WorkerConfig.Control(prefix, 1, (short) 1, Duration.ofSeconds(3), null),
            null,
            Map.of("copy", new TargetConfig.KafkaTopic("copy")),
            2,
            new WorkerConfig.Archive(bucket(store), new CacheConfig(8, null, null)));
    return ReplayEngine.start(config, Clock.systemUTC(), fatal::add);
  }

  @AfterAll
  static void stop() {
    admin.close();
    broker.close();
    assertThat(fatal).isEmpty();
  }

  @Test
  void planOfArchivedOffsetsSaysWhatItReads() {
    assertThat(coldPlan.reads().coldRecords()).isEqualTo(TRIMMED);
    assertThat(coldPlan.reads().objectGets()).isPositive();
    assertThat(coldPlan.partitions().get(0).range()).isEqualTo(new OffsetRange(0, EVENTS));
  }

  @Test
  void replayOfOffsetsThatKafkaHasCompletesWhileTheStoreIsStopped() {
    try (var engine = engine("stopped", stopped)) {
      var byOffset = engine.operations().plan(spec(new RangeBound.AtOffset(TRIMMED)));
      assertThat(byOffset.archive()).isNull();
      assertThat(byOffset.reads().objectGets()).isZero();

      var id = started(engine, spec(new RangeBound.AtOffset(TRIMMED)));
      awaitCompleted(engine, id);

      assertThat(engine.operations().receipt(id).delivered()).isEqualTo(EVENTS - TRIMMED);
      assertThat(engine.operations().verify(id).verified()).isTrue();
    }
  }

  @Test
  void timeThatKafkaHoldsIsResolvedWhileTheStoreIsStopped() {
    try (var engine = engine("by-time", stopped)) {
      var plan =
          engine
              .operations()
              .plan(spec(new RangeBound.AtTime(Instant.ofEpochMilli(START + 2_500_000))));

      assertThat(plan.partitions().get(0).range()).isEqualTo(new OffsetRange(2_500, EVENTS));
      assertThat(plan.notes())
          .anyMatch(note -> note.startsWith("the archive did not answer for partitions [0]"));
    }
  }

  @Test
  void storeThatDoesNotAnswerDelaysOnlyPlansOfArchivedOffsets() throws Exception {
    try (var silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        var engine = engine("silent", URI.create("http://127.0.0.1:" + silent.getLocalPort()))) {
      assertThatThrownBy(() -> engine.operations().plan(spec(null)))
          .isInstanceOf(ArchiveUnreachableException.class)
          .hasMessageContaining(
              "archive of topic 'orders' did not answer within 20 s for partition 0,");
    }
  }

  @Test
  void shardThatWaitsForTheStoreHoldsUpNeitherOtherReplaysOfItsSlotNorItsPauseOrCancellation()
      throws Exception {
    try (var silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        var engine = engine("waiting", URI.create("http://127.0.0.1:" + silent.getLocalPort()))) {
      var cold = "01970000-0000-7000-8000-000000000001";
      engine.commands().send(cold, new ReplayCommand.Create(coldPlan), "test");
      engine.commands().send(cold, new ReplayCommand.Start(coldPlan.hash()), "test");
      await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> engine.operations().shards(cold).containsKey(0));

      var hot = started(engine, spec(new RangeBound.AtOffset(TRIMMED)));
      await()
          .atMost(Duration.ofSeconds(15))
          .until(() -> state(engine, hot) instanceof ReplayState.Completed);

      assertThat(engine.operations().shards(cold).get(0).state()).isEqualTo(ShardState.CLAIMED);
      engine.operations().pause(cold, "test");
      await()
          .atMost(Duration.ofSeconds(10))
          .until(() -> state(engine, cold) instanceof ReplayState.Paused);
      engine.operations().cancel(cold, "test");
      await()
          .atMost(Duration.ofSeconds(10))
          .until(() -> state(engine, cold) instanceof ReplayState.Cancelled);
    }
  }

  private static ReplaySpec spec(@Nullable RangeBound from) {
    var source = new SourceRange("orders", null, from, null, OnMissingOffsets.FAIL);
    return new ReplaySpec(null, "test", source, null, "copy", Ordering.PARTITION, null, null);
  }

  private static String started(ReplayEngine engine, ReplaySpec spec) {
    var replay = engine.operations().create(spec, null, "test");
    engine.operations().start(replay.id(), replay.plan().hash(), RepeatedDelivery.ACCEPTED, "test");
    return replay.id();
  }

  private static void awaitCompleted(ReplayEngine engine, String id) {
    await().atMost(Duration.ofSeconds(30)).until(() -> state(engine, id).isFinal());
    assertThat(state(engine, id)).isInstanceOf(ReplayState.Completed.class);
  }

  private static ReplayState state(ReplayEngine engine, String id) {
    return engine.operations().replay(id).state();
  }
}
