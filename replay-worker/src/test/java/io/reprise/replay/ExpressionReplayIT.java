package io.reprise.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.reprise.embedded.EmbeddedBroker;
import io.reprise.embedded.EmbeddedRegistry;
import io.reprise.replay.operate.RepeatedDelivery;
import io.reprise.replay.spec.Filter;
import io.reprise.replay.spec.InvalidSpecException;
import io.reprise.replay.spec.OnError;
import io.reprise.replay.spec.Ordering;
import io.reprise.replay.spec.ReplaySpec;
import io.reprise.replay.spec.SourceRange;
import io.reprise.replay.state.ReplayState;
import io.reprise.replay.target.TargetConfig;
import io.reprise.runtime.config.KafkaConfig;
import io.reprise.schemas.registry.SchemaRegistry;
import io.reprise.schemas.wire.ReplayMarker;
import io.reprise.schemas.wire.WireFormat;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.avro.io.EncoderFactory;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Replays the events for which an expression over their data is true. */
class ExpressionReplayIT {
  private static final Duration LIMIT = Duration.ofSeconds(90);
  private static final int EVENTS = 600;

  /** The offset of the only value that is not Avro. */
  private static final int BROKEN = 250;

  private static final Schema FIRST =
      SchemaBuilder.record("Order").fields().requiredLong("cents").endRecord();
  private static final Schema SECOND =
      SchemaBuilder.record("Order")
          .fields()
          .requiredLong("cents")
          .name("country")
          .type()
          .stringType()
          .stringDefault("none")
          .endRecord();

  private static EmbeddedBroker broker;
  private static EmbeddedRegistry registry;
  private static TopicFixture topics;
  private static ReplayEngine engine;

  private static final List<RuntimeException> FATAL = new CopyOnWriteArrayList<>();

  @BeforeAll
  static void publishOrdersOfTwoSchemas() throws Exception {
    broker = EmbeddedBroker.startTemporary();
    registry = EmbeddedRegistry.startTemporary();
    topics = new TopicFixture(broker.bootstrapServers());
    topics.create("orders", 1);
    topics.create("copy", 1);
    topics.create("copy-of-some", 1);
    topics.create("copy-beside-parked", 1);
    try (var schemas = SchemaRegistry.at(registry.uri())) {
      publish(schemas.register("orders-value", FIRST), schemas.register("orders-value", SECOND));
    }
    engine = engine();
  }

  /** The first half of the orders lacks the country, which is `none` in the latest schema. */
  private static void publish(int first, int second) throws IOException {
    Map<String, Object> client = Map.of("bootstrap.servers", broker.bootstrapServers());
    try (var producer =
        new KafkaProducer<>(client, new StringSerializer(), new ByteArraySerializer())) {
      for (int i = 0; i < EVENTS; i++) {
        var value = i < EVENTS / 2 ? order(first, FIRST, i) : order(second, SECOND, i);
        producer.send(
            new ProducerRecord<>("orders", "user-" + i % 7, i == BROKEN ? new byte[] {9} : value));
      }
    }
  }

  private static byte[] order(int id, Schema schema, long cents) throws IOException {
    var order = new GenericRecordBuilder(schema).set("cents", cents);
    if (schema.equals(SECOND)) {
      order.set("country", cents % 2 == 0 ? "DE" : "FR");
    }
    var bytes = new ByteArrayOutputStream();
    var encoder = EncoderFactory.get().binaryEncoder(bytes, null);
    new GenericDatumWriter<>(schema).write(order.build(), encoder);
    encoder.flush();
    return WireFormat.frame(id, bytes.toByteArray());
  }

  private static ReplayEngine engine() {
    var config =
        new WorkerConfig(
            "w1",
            new KafkaConfig(broker.bootstrapServers(), null),
            new WorkerConfig.Control(null, 4, (short) 1, Duration.ofSeconds(3), null),
            null,
            Map.of(
                "copy", new TargetConfig.KafkaTopic("copy"),
                "some", new TargetConfig.KafkaTopic("copy-of-some"),
                "parking", new TargetConfig.KafkaTopic("copy-beside-parked")),
            2,
            null,
            null,
            registry.uri(),
            null,
            null);
    return ReplayEngine.start(config, Clock.systemUTC(), FATAL::add);
  }

  @AfterAll
  static void stop() {
    engine.close();
    registry.close();
    broker.close();
    assertThat(FATAL).isEmpty();
  }

  @Test
  void deliversTheEventsForWhichTheExpressionIsTrueAndProvesIt() {
    var id =
        start(spec("copy", "data.cents >= 100 && data.country in ['none', 'DE']", OnError.SKIP));

    await().atMost(LIMIT).until(() -> state(id) instanceof ReplayState.Completed);

    var expected = new TreeSet<Long>();
    for (long i = 100; i < EVENTS; i++) {
      if (i != BROKEN && (i < EVENTS / 2 || i % 2 == 0)) {
        expected.add(i);
      }
    }
    assertThat(delivered("copy")).isEqualTo(expected);
    var receipt = engine.operations().receipt(id);
    assertThat(receipt.skipped()).isOne();
    assertThat(receipt.balanced()).isTrue();
    assertThat(engine.operations().replay(id).plan().spec().filter().whereSchema())
        .as("schema that the plan names")
        .isPositive();
    var verification = engine.operations().verify(id);
    assertThat(verification.verified()).as(verification.findings().toString()).isTrue();
    assertThat(verification.sourceRecords()).isEqualTo(expected.size());
  }

  @Test
  void samplesAPlanBeforeTheReplay() {
    var plan = engine.operations().plan(spec("copy", "data.cents >= 100", OnError.SKIP));

    var sample = engine.sampler().withLimit(LIMIT).sample(plan, 5);

    assertThat(sample.planHash()).isEqualTo(plan.hash());
    assertThat(sample.readRecords()).isEqualTo(EVENTS);
    assertThat(sample.undecided()).isOne();
    assertThat(sample.matching()).isEqualTo(EVENTS - 100 - 1);
    assertThat(sample.selected()).hasSize(5).allMatch(s -> s.record().offset() >= 100);
    assertThat(sample.others()).hasSize(5);
  }

  @Test
  void parksAnEventForWhichTheExpressionHasNoResult() {
    var id = start(spec("parking", "data.cents >= 0", OnError.PARK));

    await().atMost(LIMIT).until(() -> state(id) instanceof ReplayState.CompletedWithParked);

    var receipt = engine.operations().receipt(id);
    assertThat(receipt.parked()).isOne();
    assertThat(receipt.delivered()).isEqualTo(EVENTS - 1);
    assertThat(receipt.balanced()).isTrue();
    var verification = engine.operations().verify(id);
    assertThat(verification.verified()).as(verification.findings().toString()).isTrue();
  }

  @Test
  void failsAtAnEventForWhichTheExpressionHasNoResult() {
    var id = start(spec("some", "data.cents < 300", OnError.STOP));

    await().atMost(LIMIT).until(() -> state(id) instanceof ReplayState.Failed);

    assertThat(state(id).toString())
        .contains(
            "offset 250 of partition 0 was refused: filter.where has no result for it: its value is"
                + " not Avro with a schema id");
  }

  @Test
  void refusesAPlanWhoseExpressionDoesNotFitTheSchema() {
    assertThatThrownBy(() -> engine.operations().plan(spec("copy", "data.cent > 1", OnError.SKIP)))
        .isInstanceOf(InvalidSpecException.class)
        .hasMessageContaining("filter.where, column 6")
        .hasMessageContaining("did you mean 'cents'?");
  }

  private static ReplaySpec spec(String target, String where, OnError onError) {
    return new ReplaySpec(
        null,
        "test",
        new SourceRange("orders", null, null, null, null),
        new Filter(null, null, null, where, null),
        target,
        Ordering.PARTITION,
        null,
        onError);
  }

  private static String start(ReplaySpec spec) {
    var plan = engine.operations().plan(spec);
    return engine
        .operations()
        .createAndStart(spec, plan.hash(), RepeatedDelivery.ACCEPTED, "test")
        .id();
  }

  private static ReplayState state(String id) {
    return engine.operations().replay(id).state();
  }

  private static TreeSet<Long> delivered(String topic) {
    var offsets = new TreeSet<Long>();
    for (var copy : topics.readAll(topic)) {
      var marker = ReplayMarker.decode(copy.headers().lastHeader(ReplayMarker.HEADER).value());
      assertThat(offsets.add(marker.offset())).as("delivered once: " + marker).isTrue();
    }
    return offsets;
  }
}
