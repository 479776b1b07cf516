package io.reprise.replay.slot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reprise.embedded.EmbeddedBroker;
import io.reprise.kafka.client.KafkaAnswer;
import io.reprise.replay.checkpoint.ShardKey;
import io.reprise.replay.checkpoint.ShardProgress;
import io.reprise.replay.checkpoint.ShardState;
import io.reprise.replay.fencing.ForgottenTransaction;
import io.reprise.replay.fencing.SlotTransactions;
import io.reprise.replay.fencing.TransactionEnds;
import io.reprise.replay.journal.ControlCodec;
import io.reprise.replay.journal.ControlTopics;
import io.reprise.replay.journal.ProgressLog;
import io.reprise.replay.journal.ReplayLog;
import io.reprise.replay.plan.ShardPlan;
import io.reprise.replay.target.TargetConfig;
import io.reprise.replay.target.Targets;
import io.reprise.replay.target.WritablePartitions;
import io.reprise.store.OffsetRange;
import io.reprise.store.facts.ColdFacts;
import io.reprise.store.facts.TopicInspector;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/**
 * A slot is taken over while a target cannot be asked for hanging transactions, as when one of its
 * partitions has no leader.
 */
class KafkaSlotTakeoverIT {
  private static final int SLOT = 0;

  private static EmbeddedBroker broker;
  private static Map<String, Object> client;
  private static Admin admin;

  private final List<RuntimeException> fatal = new CopyOnWriteArrayList<>();
  private String copies;
  private String sick;
  private ControlTopics topics;
  private ReplayLog replays;
  private ProgressLog progress;

  @BeforeAll
  static void startBroker() {
    var settings = new HashMap<>(EmbeddedBroker.ONE_MACHINE);
    settings.putAll(ForgottenTransaction.UNVERIFIED);
    broker = EmbeddedBroker.startTemporary(settings);
    client = Map.of("bootstrap.servers", broker.bootstrapServers());
    admin = Admin.create(client);
  }

  @AfterAll
  static void stopBroker() {
    admin.close();
    broker.close();
  }

  @BeforeEach
  void createTopics(TestInfo test) {
    var name = test.getTestMethod().orElseThrow().getName().toLowerCase(Locale.ROOT);
    copies = name + "-copies";
    sick = name + "-sick";
    topics = new ControlTopics(name, 1).ensure(admin, (short) 1);
    var created = List.of(new NewTopic(copies, 2, (short) 1), new NewTopic(sick, 2, (short) 1));
    KafkaAnswer.of(admin.createTopics(created).all());
    replays = new ReplayLog(client, admin, topics, fatal::add).start();
    progress = new ProgressLog(client, admin, topics, fatal::add).start();
  }

  @AfterEach
  void stopReading() {
    replays.close();
    progress.close();
    assertThat(fatal).isEmpty();
  }

  @Test
  void asksNoTargetThatNoRecordOfTheSlotNames() {
    claim(0, WritablePartitions.one(copies, 1));

    takeOver(copies, sick).close();
  }

  @Test
  void asksNoTargetOfAShardThatHasEnded() {
    try (var former = takeOver(copies)) {
      former.claim(shard(0), WritablePartitions.all(sick, 2), group());
      former.begin();
      former.send(new ProducerRecord<>(sick, 0, bytes("user"), bytes("event")));
      former.commit(shard(0).in(ShardState.DONE, Instant.EPOCH));
      former.claim(shard(1), WritablePartitions.all(copies, 2), group());
      progress.awaitVisible(shard(1));
    }

    takeOver(copies, sick).close();
  }

  @Test
  void asksTheTargetThatAClaimNames() {
    claim(0, WritablePartitions.one(sick, 1));

    assertThatThrownBy(() -> takeOver(copies, sick))
        .isInstanceOf(TimeoutException.class)
        .hasMessageContaining(sick + "-1");
  }

  @Test
  void asksTheTargetThatTheRecordsOfALeaseNameAfterTheClaimIsCompactedAway() {
    try (var former = takeOver(copies)) {
      former.claim(shard(0), WritablePartitions.one(sick, 1), group());
      former.begin();
      former.commit(shard(0).waitingFor(null));
      former.claim(shard(1), WritablePartitions.one(copies, 1), group());
      progress.awaitVisible(shard(1));
    }

    assertThatThrownBy(() -> takeOver(copies, sick)).isInstanceOf(TimeoutException.class);
  }

  /** An older version wrote the claim, so the slot may have written every target. */
  @Test
  void asksAllTargetsIfAClaimDoesNotNameItsPartitions() {
    try (var producer =
        new KafkaProducer<>(client, new ByteArraySerializer(), new ByteArraySerializer())) {
      var claim =
          new ProducerRecord<>(
              topics.progress(),
              SLOT,
              bytes(shard(0).shard().toString()),
              ControlCodec.encode(shard(0)));
      claim.headers().add(ForgottenTransaction.naming());
      producer.send(claim);
    }
    progress.awaitVisible(shard(0));

    assertThatThrownBy(() -> takeOver(copies, sick))
        .isInstanceOf(TimeoutException.class)
        .hasMessageContaining(sick);
  }

  /** The slice was aborted before its progress record was written, so only the claim names it. */
  @Test
  void endsWhatHangsInATargetThatIsNoLongerConfigured() {
    claim(0, WritablePartitions.all(sick, 2));
    var slice = new ForgottenTransaction(client, admin, topics.slotTransactionalId(SLOT));
    slice.write(new ProducerRecord<>(sick, 1, bytes("user"), bytes("event")));
    assertThat(isOpen(sick, 1)).isTrue();

    takeOver(copies).close();

    assertThat(isOpen(sick, 1)).isFalse();
  }

  @Test
  void doesNotAskATopicThatWasDeleted() {
    claim(0, WritablePartitions.all(sick, 2));
    KafkaAnswer.of(admin.deleteTopics(List.of(sick)).all());

    takeOver(copies, sick).close();
  }

  /** Claims a shard as an owner that then dies. */
  private void claim(int index, WritablePartitions writable) {
    try (var former = takeOver(copies)) {
      former.claim(shard(index), writable, group());
      progress.awaitVisible(shard(index));
    }
  }

  /**
   * Takes the slot over, with targets that write to these topics. If the sick topic is among them,
   * it cannot be asked.
   */
  private SlotTransactions takeOver(String... configured) {
    var targets = new HashMap<String, TargetConfig>();
    for (var topic : configured) {
      targets.put("to-" + topic, new TargetConfig.KafkaTopic(topic));
    }
    var asked = targets.containsKey("to-" + sick) ? withoutLeader(sick) : admin;
    var inspector = new TopicInspector(admin, ColdFacts.NONE);
    return new KafkaSlotTakeover(
            client,
            topics,
            Duration.ofSeconds(30),
            new TransactionEnds(asked, client),
            new SlotFootprints(admin, topics, new Targets(targets, inspector), replays, progress),
            progress)
        .open(SLOT);
  }

  /** An admin client that gets no answer about the producers of a topic. */
  private static Admin withoutLeader(String topic) {
    return (Admin)
        Proxy.newProxyInstance(
            Admin.class.getClassLoader(),
            new Class<?>[] {Admin.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("describeProducers")) {
                requireNone(topic, (Collection<?>) arguments[0]);
              }
              try {
                return method.invoke(admin, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  private static void requireNone(String topic, Collection<?> asked) {
    for (var partition : asked) {
      if (((TopicPartition) partition).topic().equals(topic)) {
        throw new TimeoutException("no leader of one of " + asked);
      }
    }
  }

  private static boolean isOpen(String topic, int partition) {
    var asked = new TopicPartition(topic, partition);
    return KafkaAnswer.of(admin.describeProducers(List.of(asked)).partitionResult(asked))
        .activeProducers()
        .stream()
        .anyMatch(producer -> producer.currentTransactionStartOffset().isPresent());
  }

  private ConsumerGroupMetadata group() {
    return new ConsumerGroupMetadata(topics.slotsGroup());
  }

  private static ShardProgress shard(int index) {
    return ShardProgress.first(
        new ShardKey("r", index),
        SLOT,
        new ShardPlan(index, 0, new OffsetRange(0, 10), 0, 1),
        1,
        "w1",
        Instant.parse("2025-01-01T00:00:00Z"));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
