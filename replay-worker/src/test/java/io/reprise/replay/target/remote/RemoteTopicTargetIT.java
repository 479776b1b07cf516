package io.reprise.replay.target.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.reprise.embedded.EmbeddedBroker;
import io.reprise.replay.fencing.ForgottenTransaction;
import io.reprise.replay.spec.Ordering;
import io.reprise.replay.spec.RecordTimestamps;
import io.reprise.replay.target.DeliveryContext;
import io.reprise.replay.target.DeliveryResult;
import io.reprise.replay.target.RemoteTopicConfig;
import io.reprise.replay.target.TargetLeaseLostException;
import io.reprise.replay.target.TargetProgress;
import io.reprise.replay.target.TargetRefusedException;
import io.reprise.replay.target.TargetUnavailableException;
import io.reprise.replay.target.TargetWriter;
import io.reprise.replay.target.WritablePartitions;
import io.reprise.schemas.wire.WireFormat;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.admin.AbortTransactionSpec;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Leases and slices against a broker. Each target stands for a worker of its own. */
class RemoteTopicTargetIT {
  private static final Duration SESSION = Duration.ofSeconds(60);
  private static final Duration SHORT_SESSION = Duration.ofSeconds(3);
  private static final TargetProgress START = new TargetProgress(0, "start");

  private static EmbeddedBroker broker;
  private static Admin admin;

  private final String replay = UUID.randomUUID().toString();
  private final String topic = "copies-" + replay;
  private final RemoteTopicTarget first = target("reprise.leases");
  private final RemoteTopicTarget second = target("reprise.leases");

  @BeforeAll
  static void start() throws Exception {
    var settings = new HashMap<>(EmbeddedBroker.ONE_MACHINE);
    settings.putAll(ForgottenTransaction.UNVERIFIED);
    broker = EmbeddedBroker.startTemporary(settings);
    admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()));
    create("reprise.leases", 1, Map.of("cleanup.policy", "compact"));
    create("deleted.leases", 1, Map.of());
  }

  @AfterAll
  static void stop() {
    admin.close();
    broker.close();
  }

  @BeforeEach
  void createTopic() throws Exception {
    create(topic, 2, Map.of());
  }

  @AfterEach
  void close() {
    first.close();
    second.close();
  }

  @Test
  void aLeaseContinuesWhereTheLastSliceHasEnded() {
    try (var writer = lease(first, 1)) {
      deliver(writer, 0, 1);
      writer.commit(() -> new TargetProgress(2, "two"));
    }

    try (var writer = writer(second, 2)) {
      assertThat(writer.takeLease(START, false)).contains(new TargetProgress(2, "two"));
    }
    assertThat(visible()).isEqualTo(2);
  }

  @Test
  void aSliceThatIsNotCommittedIsGone() {
    var writer = lease(first, 1);
    deliver(writer, 0, 1);

    try (var next = writer(second, 2)) {
      assertThat(next.takeLease(START, false)).contains(START);
    }
    assertThatThrownBy(() -> writer.commit(() -> new TargetProgress(2, "two")))
        .isInstanceOf(TargetLeaseLostException.class);
    assertThat(visible()).isZero();
  }

  @Test
  void anEarlierLeaseThatWakesUpLateWritesNothing() {
    try (var newer = lease(second, 6)) {
      deliver(newer, 0);
      newer.commit(() -> new TargetProgress(1, "one"));

      try (var older = writer(first, 5)) {
        assertThatThrownBy(() -> older.takeLease(START, false))
            .isInstanceOf(TargetLeaseLostException.class);
      }
      assertThatThrownBy(
              () -> {
                deliver(newer, 1);
                newer.commit(() -> new TargetProgress(2, "two"));
              })
          .as("the earlier lease has fenced it, and it has to take its lease again")
          .isInstanceOf(TargetLeaseLostException.class);
    }
    try (var again = writer(second, 7)) {
      assertThat(again.takeLease(START, false)).contains(new TargetProgress(1, "one"));
    }
    assertThat(visible()).isEqualTo(1);
  }

  @Test
  void aShardThatHasDeliveredMustBeKnown() {
    try (var writer = writer(first, 2)) {
      assertThatThrownBy(() -> writer.takeLease(new TargetProgress(5, "five"), true))
          .isInstanceOf(TargetRefusedException.class)
          .hasMessageContaining("does not have shard");
    }
  }

  @Test
  void aTopicThatWasCreatedAgainIsNoticed() throws Exception {
    try (var writer = lease(first, 1)) {
      deliver(writer, 0);
      writer.commit(() -> new TargetProgress(1, "one"));
    }
    admin.deleteTopics(List.of(topic)).all().get();
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> !admin.listTopics().names().get().contains(topic));
    create(topic, 2, Map.of());

    try (var writer = writer(second, 2)) {
      assertThatThrownBy(() -> writer.takeLease(new TargetProgress(1, "one"), true))
          .isInstanceOf(TargetRefusedException.class)
          .hasMessageContaining("was deleted and created again");
    }
  }

  @Test
  void aTransactionThatHangsThereHoldsUpTheNextLeaseUntilItIsEnded() throws Exception {
    try (var writer = lease(first, 1)) {
      deliver(writer, 0);
      writer.commit(() -> new TargetProgress(1, "one"));
    }
    var forgotten =
        new ForgottenTransaction(
            Map.of("bootstrap.servers", broker.bootstrapServers()),
            admin,
            LeaseTransactions.ID_PREFIX + replay + "-0");
    forgotten.write(new ProducerRecord<>(topic, 1, null, new byte[] {2}));

    try (var target = target("reprise.leases", false, SHORT_SESSION);
        var writer = writer(target, 2)) {
      assertThatThrownBy(() -> writer.takeLease(START, false))
          .isInstanceOf(TargetUnavailableException.class)
          .hasMessageContaining("hangs in " + topic + "-1 of target 'other'");
    }
    abort(new TopicPartition(topic, 1));
    try (var writer = writer(second, 3)) {
      assertThat(writer.takeLease(START, false)).contains(new TargetProgress(1, "one"));
      deliver(writer, 1);
      writer.commit(() -> new TargetProgress(2, "two"));
    }
    assertThat(visible()).isEqualTo(2);
  }

  /** Writes the marker that aborts the open transaction, as {@code kafka-transactions.sh} does. */
  private static void abort(TopicPartition partition) throws Exception {
    var states = admin.describeProducers(List.of(partition)).partitionResult(partition).get();
    for (var producer : states.activeProducers()) {
      if (producer.currentTransactionStartOffset().isPresent()) {
        var spec =
            new AbortTransactionSpec(
                partition,
                producer.producerId(),
                (short) producer.producerEpoch(),
                producer.coordinatorEpoch().orElse(0));
        admin.abortTransaction(spec).all().get();
      }
    }
  }

  @Test
  void aLeaseTopicThatForgetsIsRefused() {
    try (var target = target("deleted.leases")) {
      assertThatThrownBy(target::facts)
          .isInstanceOf(TargetRefusedException.class)
          .hasMessageContaining("add-config cleanup.policy=compact");
    }
  }

  @Test
  void thePlanChecksPartitionsAndNamesTheCluster() {
    assertThat(first.facts().promise()).contains("exactly once in topic '" + topic + "'");
    first.requireAccepts("orders", Ordering.KEY);
    assertThatThrownBy(() -> first.requireAccepts("orders", Ordering.PARTITION))
        .isInstanceOf(TargetRefusedException.class)
        .hasMessageContaining("has 2 partitions and the source 3");
  }

  @Test
  void aSchemaIdIsCopiedOnlyIfBothClustersShareARegistry() {
    try (var shared = target("reprise.leases", true, SESSION);
        var writer = lease(first, 1)) {
      assertThat(writer.deliver(framed(0)))
          .isInstanceOfSatisfying(
              DeliveryResult.Refused.class,
              refused ->
                  assertThat(refused.reason())
                      .contains("begins with the schema id 7", "sharesRegistry: true"));
      assertThatThrownBy(() -> first.requireAccepts("avro", Ordering.KEY))
          .isInstanceOf(TargetRefusedException.class)
          .hasMessageContaining("give it registry, or sharesRegistry: true");
      assertThatThrownBy(() -> first.requireAccepts("orders", Ordering.KEY, 7))
          .isInstanceOf(TargetRefusedException.class)
          .hasMessageContaining("give it registry, or sharesRegistry: true");
      shared.requireAccepts("avro", Ordering.KEY);
      shared.requireAccepts("orders", Ordering.KEY, 7);
      try (var next = lease(shared, 2)) {
        assertThat(next.deliver(framed(0))).isEqualTo(DeliveryResult.ACCEPTED);
      }
    }
  }

  private static ConsumerRecord<byte[], byte[]> framed(long offset) {
    return new ConsumerRecord<>("avro", 1, offset, null, WireFormat.frame(7, new byte[3]));
  }

  private RemoteTopicTarget target(String leaseTopic) {
    return target(leaseTopic, false, SESSION);
  }

  private RemoteTopicTarget target(String leaseTopic, boolean sharesRegistry, Duration session) {
    return new RemoteTopicTarget(
        "other",
        new RemoteTopicConfig(
            broker.bootstrapServers(), null, topic, leaseTopic, null, null, sharesRegistry),
        new RemoteTopicTarget.OwnCluster(() -> "another", source -> 3, "avro"::equals),
        null,
        session);
  }

  private TargetWriter lease(RemoteTopicTarget target, long epoch) {
    var writer = writer(target, epoch);
    assertThat(writer.takeLease(START, false)).isPresent();
    return writer;
  }

  private TargetWriter writer(RemoteTopicTarget target, long epoch) {
    var delivery =
        new DeliveryContext(
            replay,
            0,
            1,
            epoch,
            Ordering.PARTITION,
            WritablePartitions.NONE,
            RecordTimestamps.REPLAY,
            () -> true);
    return target.open(
        delivery,
        record -> {
          throw new IllegalStateException("written to the slot's transaction");
        });
  }

  private static void deliver(TargetWriter writer, long... offsets) {
    for (long offset : offsets) {
      assertThat(
              writer.deliver(
                  new ConsumerRecord<>("orders", 1, offset, new byte[] {1}, new byte[] {2})))
          .isEqualTo(DeliveryResult.ACCEPTED);
    }
  }

  private long visible() {
    var partition = new TopicPartition(topic, 1);
    var settings =
        Map.<String, Object>of(
            "bootstrap.servers",
            broker.bootstrapServers(),
            ConsumerConfig.ISOLATION_LEVEL_CONFIG,
            "read_committed",
            ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
            "earliest");
    try (var consumer =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      consumer.assign(List.of(partition));
      long end = consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
      long count = 0;
      while (consumer.position(partition) < end) {
        count += consumer.poll(Duration.ofSeconds(1)).count();
      }
      return count;
    }
  }

  private static void create(String name, int partitions, Map<String, String> settings)
      throws Exception {
    var wanted = new NewTopic(name, partitions, (short) 1).configs(settings);
    admin.createTopics(List.of(wanted)).all().get();
    var last = Map.of(new TopicPartition(name, partitions - 1), OffsetSpec.latest());
    await()
        .atMost(Duration.ofSeconds(60))
        .ignoreExceptions()
        .until(() -> !admin.listOffsets(last).all().get().isEmpty());
  }
}
