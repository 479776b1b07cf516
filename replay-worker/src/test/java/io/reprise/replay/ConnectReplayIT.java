package io.reprise.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.reprise.embedded.EmbeddedBroker;
import io.reprise.replay.deliver.DeliveryObserver;
import io.reprise.replay.operate.RepeatedDelivery;
import io.reprise.replay.operate.ReplayRefusedException;
import io.reprise.replay.operate.SideEffects;
import io.reprise.replay.spec.Ordering;
import io.reprise.replay.spec.ReplaySpec;
import io.reprise.replay.spec.SourceRange;
import io.reprise.replay.spec.Throttle;
import io.reprise.replay.state.Operator;
import io.reprise.replay.state.ReplayState;
import io.reprise.replay.target.ConnectTargetConfig;
import io.reprise.replay.target.ConnectTargetConfig.RecordFormat;
import io.reprise.replay.target.TargetConfig;
import io.reprise.replay.target.TargetRefusedException;
import io.reprise.replay.target.connect.ConnectorPlugins;
import io.reprise.runtime.config.KafkaConfig;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Replays through Kafka's own file connector, loaded from a plug-in directory. */
class ConnectReplayIT {
  private static final Duration LIMIT = Duration.ofSeconds(180);
  private static final int EVENTS = 3_000;

  @TempDir private static Path directory;
  private static EmbeddedBroker broker;
  private static final List<RuntimeException> FATAL = new CopyOnWriteArrayList<>();

  @BeforeAll
  static void publish() throws Exception {
    broker = EmbeddedBroker.startTemporary();
    var topics = new TopicFixture(broker.bootstrapServers());
    topics.create("orders", 1);
    topics.publish("orders", EVENTS, 50);
  }

  @AfterAll
  static void stop() {
    broker.close();
    assertThat(FATAL).isEmpty();
  }

  @Test
  void aConnectorGetsEachRecordOnceInOrderIfItsReplayIsAllowed() throws Exception {
    var file = directory.resolve("copies");
    try (var engine = start(target(ConnectorPlugins.file(), Map.of("file", file.toString())))) {
      var operations = engine.operations();
      assertThat(operations.planToRead(spec()).plan().notes().get(0))
          .startsWith(
              "target 'sink' promises at least one put of each record to the connector "
                  + ConnectorPlugins.FILE_SINK);
      assertThatThrownBy(
              () -> operations.createAndStart(spec(), null, RepeatedDelivery.ACCEPTED, "test"))
          .isInstanceOf(ReplayRefusedException.class)
          .hasMessageContaining("--allow-side-effects");
      assertThat(file).doesNotExist();

      var started =
          operations.createAndStart(
              spec(),
              null,
              RepeatedDelivery.ACCEPTED,
              SideEffects.ACCEPTED,
              Operator.unverified("test"));

      await().atMost(LIMIT).until(() -> isCompleted(engine, started.id()));
      var receipt = operations.receipt(started.id());
      assertThat(receipt.balanced()).isTrue();
      assertThat(receipt.delivered()).isEqualTo(EVENTS);
    }
    var source =
        new TopicFixture(broker.bootstrapServers())
            .readAll("orders").stream()
                .map(record -> new String(record.value(), StandardCharsets.UTF_8))
                .toList();
    assertThat(Files.readAllLines(file)).isEqualTo(source);
  }

  @Test
  void aTargetWithoutItsConnectorIsRefusedWhenAPlanIsMade() {
    try (var engine = start(target(directory, Map.of()))) {
      assertThatThrownBy(() -> engine.operations().planToRead(spec()))
          .isInstanceOf(TargetRefusedException.class)
          .hasMessageContaining("which has no jar");
    }
  }

  private static ReplaySpec spec() {
    return new ReplaySpec(
        null,
        "test",
        new SourceRange("orders", null, null, null, null),
        null,
        "sink",
        Ordering.PARTITION,
        Throttle.NONE,
        null);
  }

  private static boolean isCompleted(ReplayEngine engine, String id) {
    return Replays.state(engine, id) instanceof ReplayState.Completed;
  }

  private static ConnectTargetConfig target(Path plugin, Map<String, String> settings) {
    return new ConnectTargetConfig(
        plugin, ConnectorPlugins.FILE_SINK, settings, null, null, RecordFormat.STRING, 100, null);
  }

  private static ReplayEngine start(TargetConfig target) {
    var config =
        new WorkerConfig(
            "engine",
            new KafkaConfig(broker.bootstrapServers(), null),
            new WorkerConfig.Control(null, 2, (short) 1, Duration.ofSeconds(3), null),
            null,
            Map.of("sink", target),
            2);
    return RowWorker.start(config, DeliveryObserver.NONE, FATAL::add);
  }
}
