package io.reprise.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.reprise.embedded.EmbeddedBroker;
import io.reprise.replay.operate.RepeatedDelivery;
import io.reprise.replay.plan.PlanRefusedException;
import io.reprise.replay.spec.RangeBound;
import io.reprise.replay.spec.RecordTimestamps;
import io.reprise.replay.spec.ReplaySpec;
import io.reprise.replay.spec.SourceRange;
import io.reprise.replay.state.ReplayState;
import io.reprise.replay.target.TargetConfig;
import io.reprise.runtime.config.KafkaConfig;
import io.reprise.schemas.wire.ReplayMarker;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Replays records into topics that delete records of their age.
 *
 * <p>Shows guarantee 10 of docs/liveness.md.
 */
class ExpiringTargetIT {
  private static final String RETENTION = "3600000";

  /** Offsets [0, OLD) are two hours old, offsets [OLD, ALL) are new. */
  private static final int OLD = 20;

  private static final int ALL = 30;

  private static final long STARTED = System.currentTimeMillis();
  private static final long OLD_TIME = STARTED - Duration.ofHours(2).toMillis();

  private static EmbeddedBroker broker;
  private static TopicFixture topics;
  private static ReplayEngine engine;
  private static final List<RuntimeException> fatal = new CopyOnWriteArrayList<>();

  @BeforeAll
  static void start() throws Exception {
    broker = EmbeddedBroker.startTemporary();
    topics = new TopicFixture(broker.bootstrapServers());
    topics.create("orders", 1);
    publish("orders");
    topics.create("hourly", 1, Map.of("retention.ms", RETENTION));
    topics.create("redated", 1, Map.of("retention.ms", RETENTION));
    topics.create("accepted", 1, Map.of("retention.ms", RETENTION));
    topics.create("kept", 1);
    topics.create(
        "appended",
        1,
        Map.of("retention.ms", RETENTION, "message.timestamp.type", "LogAppendTime"));
    topics.create("compacted", 1, Map.of("retention.ms", RETENTION, "cleanup.policy", "compact"));
    topics.create("small", 1, Map.of("retention.bytes", "100"));
    engine = engine();
  }

  @AfterAll
  static void stop() {
    engine.close();
    broker.close();
    assertThat(fatal).isEmpty();
  }

  @Test
  void refusesOldRecordsForATargetThatWouldDeleteThem() {
    assertThatThrownBy(() -> create(spec("hourly", 0, RecordTimestamps.ORIGINAL, false)))
        .isInstanceOf(PlanRefusedException.class)
        .hasMessageMatching(
            "source partition 0 has records from before \\S+, which topic 'hourly' deletes soon"
                + " after delivery \\(retention.ms 3600000\\): choose --timestamps replay"
                + " \\(timestamps REPLAY\\), which gives each copy the time of its delivery, set a"
                + " longer retention.ms on the topic, or accept the deletion with --accept-expiry"
                + " \\(acceptExpiry true\\)");
    create(spec("hourly", OLD, RecordTimestamps.ORIGINAL, false));
  }

  @Test
  void refusesMoreBytesThanTheTargetKeeps() {
    assertThatThrownBy(() -> create(spec("small", 0, RecordTimestamps.REPLAY, false)))
        .isInstanceOf(PlanRefusedException.class)
        .hasMessageContaining("keeps about 100 (retention.bytes)");
  }

  @Test
  void acceptsOldRecordsForTargetsThatKeepThem() {
    for (var target : List.of("kept", "appended", "compacted")) {
      create(spec(target, 0, RecordTimestamps.ORIGINAL, false));
    }
  }

  @Test
  void givesCopiesTheTimeOfDeliveryAndKeepsTheOriginalInTheMarker() {
    var id = completed(spec("redated", 0, RecordTimestamps.REPLAY, false));

    assertThat(topics.readAll("redated"))
        .hasSize(ALL)
        .allMatch(copy -> copy.timestamp() >= STARTED)
        .allMatch(copy -> marker(copy).timestamp() == timestampOf(marker(copy).offset()));
    assertThat(engine.operations().verify(id).findings()).isEmpty();
    assertThat(engine.operations().verify(id).verified()).isTrue();
    assertThat(engine.operations().receipt(id).timestamps()).isEqualTo("REPLAY");
    assertThat(engine.operations().summary(engine.operations().replay(id)).timestamps())
        .isEqualTo("REPLAY");
  }

  @Test
  void deliversRecordsWhoseExpiryIsAccepted() {
    var id = completed(spec("accepted", 0, RecordTimestamps.ORIGINAL, true));

    assertThat(topics.readAll("accepted"))
        .hasSize(ALL)
        .allMatch(copy -> copy.timestamp() == timestampOf(marker(copy).offset()));
    assertThat(engine.operations().receipt(id).acceptExpiry()).isTrue();
    assertThat(engine.operations().replay(id).plan().notes())
        .anyMatch(note -> note.contains("topic 'accepted' deletes soon after delivery"));
  }

  private static String create(ReplaySpec spec) {
    return engine.operations().create(spec, null, "test").id();
  }

  private static String completed(ReplaySpec spec) {
    var id = create(spec);
    engine
        .operations()
        .start(id, engine.operations().replay(id).plan().hash(), RepeatedDelivery.REFUSED, "test");
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> engine.operations().replay(id).state().isFinal());
    assertThat(engine.operations().replay(id).state()).isInstanceOf(ReplayState.Completed.class);
    return id;
  }

  private static ReplaySpec spec(
      String target, long from, RecordTimestamps timestamps, boolean acceptExpiry) {
    return new ReplaySpec(
        null,
        "test",
        new SourceRange("orders", null, new RangeBound.AtOffset(from), null, null),
        null,
        target,
        null,
        null,
        null,
        timestamps,
        acceptExpiry);
  }

  private static ReplayMarker marker(ConsumerRecord<byte[], byte[]> copy) {
    return ReplayMarker.decode(copy.headers().lastHeader(ReplayMarker.HEADER).value());
  }

  private static long timestampOf(long offset) {
    return (offset < OLD ? OLD_TIME : STARTED) + offset;
  }

  private static void publish(String topic) {
    Map<String, Object> client = Map.of("bootstrap.servers", broker.bootstrapServers());
    try (var producer =
        new KafkaProducer<>(client, new ByteArraySerializer(), new ByteArraySerializer())) {
      for (int i = 0; i < ALL; i++) {
        var bytes = ("event " + i).getBytes(StandardCharsets.UTF_8);
        producer.send(new ProducerRecord<>(topic, 0, timestampOf(i), bytes, bytes));
      }
    }
  }

  private static ReplayEngine engine() {
    var targets = new java.util.HashMap<String, TargetConfig>();
    for (var t :
        List.of("hourly", "redated", "accepted", "kept", "appended", "compacted", "small")) {
      targets.put(t, new TargetConfig.KafkaTopic(t));
    }
    var config =
        new WorkerConfig(
            "w1",
            new KafkaConfig(broker.bootstrapServers(), null),
            new WorkerConfig.Control("expiring", 2, (short) 1, Duration.ofSeconds(3), null),
            null,
            targets,
            2);
    return ReplayEngine.start(config, Clock.systemUTC(), fatal::add);
  }
}
