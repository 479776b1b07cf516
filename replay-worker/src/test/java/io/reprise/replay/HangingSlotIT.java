package io.reprise.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.reprise.embedded.EmbeddedBroker;
import io.reprise.replay.fencing.ForgottenTransaction;
import io.reprise.replay.journal.ControlTopics;
import io.reprise.replay.spec.Ordering;
import io.reprise.replay.state.ReplayState;
import io.reprise.replay.target.TargetConfig;
import io.reprise.runtime.config.KafkaConfig;
import io.reprise.schemas.wire.ReplayMarker;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/** Replays with a slot and a coordinator whose previous owner left a hanging transaction. */
class HangingSlotIT {
  private static final int EVENTS = 2_000;

  private static EmbeddedBroker broker;
  private static Map<String, Object> client;
  private static Admin admin;
  private static TopicFixture topics;

  private final List<RuntimeException> fatal = new CopyOnWriteArrayList<>();
  private ControlTopics control;
  private String target;

  @BeforeAll
  static void startBroker() throws Exception {
    var settings = new HashMap<>(EmbeddedBroker.ONE_MACHINE);
    settings.putAll(ForgottenTransaction.UNVERIFIED);
    broker = EmbeddedBroker.startTemporary(settings);
    client = Map.of("bootstrap.servers", broker.bootstrapServers());
    admin = Admin.create(client);
    topics = new TopicFixture(broker.bootstrapServers());
    topics.create("orders", 1);
    topics.publish("orders", EVENTS, 50);
  }

  @AfterAll
  static void stopBroker() {
    admin.close();
    broker.close();
  }

  /** Control topics and a target for one test. */
  @BeforeEach
  void createTarget(TestInfo test) throws Exception {
    target = test.getTestMethod().orElseThrow().getName().toLowerCase(Locale.ROOT);
    control = new ControlTopics(target, 1);
    topics.create(target, 1);
  }

  @Test
  void endsWhatHangsAsItsLogSaysBeforeItDelivers() {
    try (var engine = engine()) {
      // Given
      var first = replay(engine);
      var slot = new ForgottenTransaction(client, admin, control.slotTransactionalId(0));
      slot.write(copy(first, EVENTS - 1));

      // When
      replay(engine);
    }

    // Then: the first replay's progress says that this record was delivered.
    assertThat(topics.readAll(target)).filteredOn(r -> marker(r).offset() == EVENTS - 1).hasSize(3);
    assertThat(topics.count(target)).isEqualTo(2 * EVENTS + 1);
    assertThat(fatal).isEmpty();
  }

  @Test
  void dropsWhatNoProgressSpeaksOf() {
    try (var engine = engine()) {
      // Given
      replay(engine);
      var slot = new ForgottenTransaction(client, admin, control.slotTransactionalId(0));
      slot.write(copy(UUID.randomUUID().toString(), 5));
      slot.write(
          new ProducerRecord<>(
              control.progress(),
              0,
              null,
              bytes("x/0"),
              bytes("{}"),
              List.of(ForgottenTransaction.naming(new TopicPartition(target, 0)))));

      // When
      replay(engine);
    }

    // Then
    assertThat(topics.readAll(target)).filteredOn(r -> marker(r).offset() == 5).hasSize(2);
    assertThat(topics.count(target)).isEqualTo(2 * EVENTS);
    assertThat(fatal).isEmpty();
  }

  @Test
  void aCoordinatorDropsAnEventThatHangsAndGoesOn() {
    try (var engine = engine()) {
      replay(engine);
    }
    var coordinator = new ForgottenTransaction(client, admin, control.coordinatorTransactionalId());
    coordinator.write(
        new ProducerRecord<>(
            control.replays(),
            0,
            null,
            bytes("x/0"),
            bytes("{}"),
            List.of(ForgottenTransaction.naming())));

    try (var engine = engine()) {
      replay(engine);
    }

    assertThat(topics.count(target)).isEqualTo(2 * EVENTS);
    assertThat(fatal).isEmpty();
  }

  private ReplayEngine engine() {
    var config =
        new WorkerConfig(
            "w1",
            new KafkaConfig(broker.bootstrapServers(), null),
            new WorkerConfig.Control(target, 1, (short) 1, Duration.ofSeconds(3), null),
            null,
            Map.of("copy", new TargetConfig.KafkaTopic(target)),
            1);
    return ReplayEngine.start(config, Clock.systemUTC(), fatal::add);
  }

  /** Replays the whole topic and waits for the end. */
  private static String replay(ReplayEngine engine) {
    var id = Replays.start(engine, Ordering.PARTITION);
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> Replays.state(engine, id) instanceof ReplayState.Completed);
    return id;
  }

  private ProducerRecord<byte[], byte[]> copy(String replay, long offset) {
    var marker = new ReplayMarker(UUID.fromString(replay), 1, 1, "orders", 0, offset, 0);
    var record = new ProducerRecord<>(target, 0, bytes("user"), bytes("event"));
    record.headers().add(ReplayMarker.HEADER, marker.encode());
    return record;
  }

  private static ReplayMarker marker(ConsumerRecord<byte[], byte[]> copy) {
    return ReplayMarker.decode(copy.headers().lastHeader(ReplayMarker.HEADER).value());
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
