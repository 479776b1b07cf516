package io.reprise.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.reprise.embedded.EmbeddedBroker;
import io.reprise.embedded.EmbeddedS3;
import io.reprise.replay.checkpoint.ShardKey;
import io.reprise.replay.checkpoint.ShardProgress;
import io.reprise.replay.group.GroupMoveSpec;
import io.reprise.replay.group.MoveKind;
import io.reprise.replay.journal.ControlCodec;
import io.reprise.replay.operate.RepeatedDelivery;
import io.reprise.replay.plan.PlanRefusedException;
import io.reprise.replay.receipt.Receipt;
import io.reprise.replay.spec.Filter;
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
import io.reprise.store.archive.read.CacheConfig;
import io.reprise.store.object.s3.S3Config;
import io.reprise.store.object.s3.S3ObjectStore;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Replays a topic whose first offsets are in the archive alone. */
class ArchivedReplayIT {
  private static final int EVENTS = 12_000;
  private static final int USERS = 300;

  /** A user with two events, which are both archived. */
  private static final String RARE = "seldom";

  private static final long START = Instant.parse("2026-01-01T00:00:00Z").toEpochMilli();
  private static final long ARCHIVED = 9_000;
  private static final long TRIMMED = 8_000;

  @TempDir static Path spools;

  private static EmbeddedBroker broker;
  private static EmbeddedS3 s3;
  private static Admin admin;
  private static TopicFixture topics;
  private static S3ObjectStore store;
  private static ReplayEngine engine;
  private static final List<RuntimeException> fatal = new CopyOnWriteArrayList<>();

  @BeforeAll
  static void archiveAndTrim() throws Exception {
    System.setProperty("aws.accessKeyId", EmbeddedS3.ACCESS_KEY);
    System.setProperty("aws.secretAccessKey", EmbeddedS3.SECRET_KEY);
    s3 = EmbeddedS3.startTemporary();
    broker = EmbeddedBroker.startTemporary();
    admin = Admin.create(client());
    topics = new TopicFixture(broker.bootstrapServers());
    store = S3ObjectStore.open(bucket());
    for (var target : List.of("whole", "one-user", "few", "from-time", "lost")) {
      topics.create(target, 1);
    }
    topics.create("a-week", 1, Map.of("retention.ms", "604800000"));
    publish("orders");
    var archived = new ArchivedTopic(client(), admin, store, spools, "orders");
    archived.copy(4_000);
    archived.copy(ARCHIVED);
    archived.trim(admin, TRIMMED);
    engine = engine();
  }

  private static Map<String, Object> client() {
    return Map.of("bootstrap.servers", broker.bootstrapServers());
  }

  private static S3Config bucket() {
    return new S3Config(s3.uri(), null, EmbeddedS3.BUCKET, "replays", null, null, null);
  }

  /** Makes incompressible events of 1 KB, one for each second from {@link #START}. */
  private static void publish(String topic) throws Exception {
    topics.create(topic, 1);
    var random = new Random(4);
    try (var producer =
        new KafkaProducer<>(client(), new ByteArraySerializer(), new ByteArraySerializer())) {
      for (int i = 0; i < EVENTS; i++) {
        var user = i == 1_000 || i == 5_000 ? RARE : "user-" + i % USERS;
        var value = new byte[1_000];
        random.nextBytes(value);
        var key = user.getBytes(StandardCharsets.UTF_8);
        producer.send(new ProducerRecord<>(topic, 0, START + i * 1_000L, key, value));
      }
    }
  }

  private static ReplayEngine engine() {
    return engine("reprise", bucket());
  }

  private static ReplayEngine engine(String prefix, S3Config bucket) {
    var config =
        new WorkerConfig(
            "w1",
            new KafkaConfig(broker.bootstrapServers(), null),
            new WorkerConfig.Control(prefix, 4, (short) 1, Duration.ofSeconds(3), null),
            null,
            Map.of(
                "whole", new TargetConfig.KafkaTopic("whole"),
                "one-user", new TargetConfig.KafkaTopic("one-user"),
                "few", new TargetConfig.KafkaTopic("few"),
                "from-time", new TargetConfig.KafkaTopic("from-time"),
                "lost", new TargetConfig.KafkaTopic("lost"),
                "a-week", new TargetConfig.KafkaTopic("a-week")),
            2,
            new WorkerConfig.Archive(bucket, new CacheConfig(8, null, null)));
    return ReplayEngine.start(config, Clock.systemUTC(), fatal::add);
  }

  @AfterAll
  static void stop() {
    engine.close();
    store.close();
    admin.close();
    broker.close();
    s3.close();
    assertThat(fatal).isEmpty();
  }

  @Test
  void replaysFromTheFirstOffsetAcrossTheSeam() {
    var spec = spec("orders", null, null, "whole", Ordering.PARTITION);
    var plan = engine.operations().plan(spec);

    assertThat(plan.partitions().get(0).range()).isEqualTo(new OffsetRange(0, EVENTS));
    assertThat(plan.archive()).isNotNull();
    assertThat(plan.archive().offsets()).isEqualTo(TRIMMED);
    assertThat(plan.archive().bytesToRead()).isEqualTo(plan.archive().bytes());
    assertThat(plan.reads().coldRecords()).isEqualTo(TRIMMED);
    assertThat(plan.reads().coldBytes()).isEqualTo(plan.archive().bytesToRead());
    assertThat(plan.reads().hotBytes()).isBetween(1_000L * (EVENTS - TRIMMED), plan.bytes());
    assertThat(plan.reads().objectGets()).as("two indexes, 8 MB of data").isBetween(4L, 8L);

    var id = completed(spec);

    assertCounts(engine.operations().receipt(id), EVENTS, 0);
    assertVerified(id, EVENTS);
  }

  @Test
  void theRewindOfAGroupSaysWhatOnlyTheArchiveHas() throws Exception {
    var partition = new TopicPartition("orders", 0);
    admin
        .alterConsumerGroupOffsets("readers", Map.of(partition, new OffsetAndMetadata(ARCHIVED)))
        .all()
        .get();
    var time = new RangeBound.AtTime(Instant.ofEpochMilli(START + 100_000));

    for (var bound : List.of(time, new RangeBound.AtOffset(100))) {
      var spec = new GroupMoveSpec(MoveKind.REWIND, "orders", null, bound, null, null, null);
      var plan = engine.groups().plan("readers", spec);

      assertThat(plan.partitions().get(0).to()).isEqualTo(TRIMMED);
      assertThat(plan.again()).isEqualTo(ARCHIVED - TRIMMED);
      assertThat(plan.partitions().get(0).archived()).isEqualTo(new OffsetRange(100, TRIMMED));
      assertThat(plan.archivedRecords()).isEqualTo(TRIMMED - 100);
      assertThat(plan.lost()).isZero();
    }
  }

  @Test
  void samplesBlocksOfBothTiers() {
    var filter = new Filter(List.of(RARE), null, null);
    var plan = engine.operations().plan(spec("orders", null, filter, "one-user", Ordering.KEY));

    var sample = engine.sampler().withLimit(Duration.ofSeconds(90)).sample(plan, 10);

    assertThat(sample.unread()).isZero();
    assertThat(sample.blocks()).isEqualTo(24);
    assertThat(sample.readRecords()).as("256 KiB of each block").isEqualTo(24 * 263);
    assertThat(sample.matching()).isEqualTo(2);
    assertThat(sample.estimate()).matches(e -> e.lowest() == 2 && !e.exact());
    assertThat(sample.others()).hasSize(10);
    assertThat(sample.others()).anyMatch(s -> s.record().offset() < TRIMMED);
    assertThat(sample.others()).anyMatch(s -> s.record().offset() >= TRIMMED);
  }

  @Test
  void opensOnlyTheBlocksOfTheKeysAndStillAccountsForEveryOffset() {
    var filter = new Filter(List.of(RARE), null, null);
    var spec = spec("orders", null, filter, "one-user", Ordering.KEY);
    var plan = engine.operations().plan(spec);
    assertThat(plan.shards()).as("buckets of one partition").hasSizeGreaterThan(1);
    assertThat(plan.archive().bytesToRead()).isLessThan(plan.archive().bytes() / 10);

    var id = completed(spec);

    assertCounts(engine.operations().receipt(id), 2, EVENTS - 2);
    assertVerified(id, 2);
  }

  @Test
  void endsShardsWithoutTheKeysTogetherWithTheirClaim() {
    var source =
        new SourceRange(
            "orders", null, null, new RangeBound.AtOffset(TRIMMED), OnMissingOffsets.FAIL);
    var filter = new Filter(List.of(RARE), null, null);
    var spec = new ReplaySpec(null, "test", source, filter, "few", Ordering.UNORDERED, null, null);

    var id = completed(spec);

    assertCounts(engine.operations().receipt(id), 2, TRIMMED - 2);
    assertVerified(id, 2);
    var shards = engine.operations().shards(id);
    assertThat(shards).hasSize(4);
    for (int empty : new int[] {1, 3}) {
      var records = progress(id, empty);
      assertThat(records).extracting(r -> state(r)).containsExactly("CLAIMED", "DONE");
      assertThat(records.get(1).offset())
          .as("one transaction: no marker in between")
          .isEqualTo(records.get(0).offset() + 1);
    }
    assertThat(progress(id, 0)).as("delivered").hasSizeGreaterThan(2);
  }

  private static List<ConsumerRecord<byte[], byte[]>> progress(String replay, int shard) {
    var key = new ShardKey(replay, shard).toString();
    return topics.readAll("reprise.progress").stream()
        .filter(r -> new String(r.key(), StandardCharsets.UTF_8).equals(key))
        .toList();
  }

  private static String state(ConsumerRecord<byte[], byte[]> record) {
    return ControlCodec.decode(record.value(), ShardProgress.class).state().name();
  }

  @Test
  void findsAnInstantInTheArchive() {
    var from = new RangeBound.AtTime(Instant.ofEpochMilli(START + 3_456_500));
    var spec = spec("orders", from, null, "from-time", Ordering.UNORDERED);

    assertThat(engine.operations().plan(spec).partitions().get(0).range())
        .isEqualTo(new OffsetRange(3_457, EVENTS));
    var id = completed(spec);

    assertCounts(engine.operations().receipt(id), EVENTS - 3_457, 0);
  }

  @Test
  void failsWithTheNameOfAnArchivedObjectThatIsMissing() throws Exception {
    publish("damaged");
    var archived = new ArchivedTopic(client(), admin, store, spools, "damaged");
    archived.copy(4_000);
    var second = archived.copy(ARCHIVED);
    archived.trim(admin, TRIMMED);
    var name = archived.lose(second);

    var id = started(spec("damaged", null, null, "lost", Ordering.PARTITION));

    await().atMost(Duration.ofSeconds(30)).until(() -> state(id) instanceof ReplayState.Failed);
    assertThat(((ReplayState.Failed) state(id)).cause()).contains(name);
    assertThat(engine.operations().shards(id).get(0).nextOffset()).isBetween(0L, 4_000L);
  }

  @Test
  void replayThatNoWorkerMayReadTheArchiveForEndsAsFailed() {
    String id;
    try (var planner = engine("denied", bucket())) {
      var spec = spec("orders", null, null, "whole", Ordering.PARTITION);
      id = planner.operations().create(spec, null, "test").id();
    }
    var unknown = new S3Config(s3.uri(), null, "no-such-bucket", "replays", null, null, null);
    try (var denied = engine("denied", unknown)) {
      var plan = denied.operations().replay(id).plan();
      denied.commands().send(id, new ReplayCommand.Start(plan.hash()), "test");
      await().atMost(Duration.ofSeconds(20)).until(() -> denied.fault().isPresent());
      assertThat(denied.fault().get()).contains("bucket 'no-such-bucket' does not exist");

      await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> denied.operations().replay(id).state() instanceof ReplayState.Failed);

      assertThat(((ReplayState.Failed) denied.operations().replay(id).state()).cause())
          .contains("no worker could run it", "tried by w1", "bucket 'no-such-bucket'");
      assertThat(denied.fault()).isEmpty();
      assertThat(denied.operations().shards(id).get(0).leaseEpoch()).isLessThan(16);
    }
  }

  @Test
  void refusesArchivedAndHotRecordsOlderThanTheTargetKeeps() {
    for (long from : new long[] {0, 5_000, TRIMMED, 10_000}) {
      var spec = spec("orders", new RangeBound.AtOffset(from), null, "a-week", Ordering.PARTITION);

      assertThatThrownBy(() -> engine.operations().plan(spec))
          .isInstanceOf(PlanRefusedException.class)
          .hasMessageContaining(
              "topic 'a-week' deletes soon after delivery (retention.ms 604800000)");
    }
  }

  private static ReplaySpec spec(
      String topic,
      @Nullable RangeBound from,
      @Nullable Filter filter,
      String target,
      Ordering ordering) {
    var source = new SourceRange(topic, null, from, null, OnMissingOffsets.FAIL);
    return new ReplaySpec(null, "test", source, filter, target, ordering, null, null);
  }

  private static String started(ReplaySpec spec) {
    var replay = engine.operations().create(spec, null, "test");
    engine.operations().start(replay.id(), replay.plan().hash(), RepeatedDelivery.REFUSED, "test");
    return replay.id();
  }

  private static String completed(ReplaySpec spec) {
    var id = started(spec);
    await().atMost(Duration.ofSeconds(60)).until(() -> state(id).isFinal());
    assertThat(state(id)).isInstanceOf(ReplayState.Completed.class);
    return id;
  }

  private static ReplayState state(String id) {
    return engine.operations().replay(id).state();
  }

  private static void assertCounts(Receipt receipt, long delivered, long filtered) {
    assertThat(receipt.balanced()).isTrue();
    assertThat(receipt.delivered()).isEqualTo(delivered);
    assertThat(receipt.filtered()).isEqualTo(filtered);
    assertThat(receipt.holes()).isZero();
  }

  private static void assertVerified(String id, long records) {
    var verification = engine.operations().verify(id);
    assertThat(verification.findings()).isEmpty();
    assertThat(verification.verified()).isTrue();
    assertThat(verification.sourceRecords()).isEqualTo(records);
    assertThat(verification.targetRecords()).isEqualTo(records);
  }
}
