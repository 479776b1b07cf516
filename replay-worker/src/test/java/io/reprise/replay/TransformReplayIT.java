package io.reprise.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.reprise.embedded.EmbeddedBroker;
import io.reprise.embedded.EmbeddedRegistry;
import io.reprise.replay.operate.RepeatedDelivery;
import io.reprise.replay.plan.PlanRefusedException;
import io.reprise.replay.spec.OnError;
import io.reprise.replay.spec.Ordering;
import io.reprise.replay.spec.ReplaySpec;
import io.reprise.replay.spec.SourceRange;
import io.reprise.replay.spec.Transform;
import io.reprise.replay.spec.Transform.MaskKind;
import io.reprise.replay.spec.Transforms;
import io.reprise.replay.state.ReplayState;
import io.reprise.replay.target.TargetConfig;
import io.reprise.runtime.config.KafkaConfig;
import io.reprise.schemas.registry.SchemaRegistry;
import io.reprise.schemas.value.ValueReader;
import io.reprise.schemas.wire.WireFormat;
import io.reprise.store.KeyPartition;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
import org.junit.jupiter.api.io.TempDir;

/** Replays whose plans change the data of events. */
class TransformReplayIT {
  private static final Duration LIMIT = Duration.ofSeconds(90);
  private static final int EVENTS = 600;

  /** The offset of the only value that is not Avro. */
  private static final int BROKEN = 250;

  private static final Schema USER =
      SchemaBuilder.record("User")
          .fields()
          .requiredString("email")
          .requiredLong("cents")
          .requiredString("note")
          .endRecord();

  private static final String VIP = "{\"name\":\"vip\",\"type\":\"boolean\",\"default\":false}";

  private static final Schema MASKED =
      SchemaBuilder.record("User")
          .fields()
          .requiredLong("cents")
          .requiredString("mail")
          .endRecord();

  @TempDir private static Path directory;
  private static EmbeddedBroker broker;
  private static EmbeddedRegistry registry;
  private static SchemaRegistry schemas;
  private static TopicFixture topics;
  private static ReplayEngine engine;

  private static final List<RuntimeException> FATAL = new CopyOnWriteArrayList<>();

  @BeforeAll
  static void publishUsers() throws Exception {
    broker = EmbeddedBroker.startTemporary();
    registry = EmbeddedRegistry.startTemporary();
    topics = new TopicFixture(broker.bootstrapServers());
    topics.create("users", 2);
    topics.create("masked", 2);
    topics.create("same", 2);
    schemas = SchemaRegistry.at(registry.uri());
    topics.create("rekeyed", 3);
    topics.create("versions", 2);
    topics.create("upcast", 2);
    publish("users", schemas.register("users-value", USER));
    schemas.register("masked-value", MASKED);
    engine = engine();
  }

  private static void publish(String topic, int id) throws IOException {
    Map<String, Object> client = Map.of("bootstrap.servers", broker.bootstrapServers());
    try (var producer =
        new KafkaProducer<>(client, new StringSerializer(), new ByteArraySerializer())) {
      for (int i = 0; i < EVENTS; i++) {
        var value = i == BROKEN ? new byte[] {9} : user(id, i);
        producer.send(new ProducerRecord<>(topic, i % 2, "user-" + i % 7, value));
      }
    }
  }

  private static byte[] user(int id, long cents) throws IOException {
    var user =
        new GenericRecordBuilder(USER)
            .set("email", "user-" + cents % 7 + "@example.org")
            .set("cents", cents)
            .set("note", "private")
            .build();
    var bytes = new ByteArrayOutputStream();
    var encoder = EncoderFactory.get().binaryEncoder(bytes, null);
    new GenericDatumWriter<>(USER).write(user, encoder);
    encoder.flush();
    return WireFormat.frame(id, bytes.toByteArray());
  }

  private static ReplayEngine engine() throws IOException {
    var key = Files.writeString(directory.resolve("mask.key"), "0123456789abcdef0123456789abcdef");
    var config =
        new WorkerConfig(
            "w1",
            new KafkaConfig(broker.bootstrapServers(), null),
            new WorkerConfig.Control(null, 4, (short) 1, Duration.ofSeconds(3), null),
            null,
            Map.of(
                "masked", new TargetConfig.KafkaTopic("masked"),
                "same", new TargetConfig.KafkaTopic("same"),
                "rekeyed", new TargetConfig.KafkaTopic("rekeyed"),
                "upcast", new TargetConfig.KafkaTopic("upcast")),
            2,
            null,
            null,
            registry.uri(),
            null,
            key,
            null,
            null,
            null);
    return ReplayEngine.start(config, Clock.systemUTC(), FATAL::add);
  }

  @AfterAll
  static void stop() {
    engine.close();
    schemas.close();
    registry.close();
    broker.close();
    assertThat(FATAL).isEmpty();
  }

  @Test
  void masksDropsAndRenamesFieldsAndProvesIt() {
    var spec =
        spec(
            "masked",
            new Transform.Mask("email", MaskKind.HASH, null),
            new Transform.Rename("email", "mail"),
            new Transform.Drop("note"),
            new Transform.SetField("cents", "data.cents * 10"));

    var id = start(spec);
    await().atMost(LIMIT).until(() -> state(id) instanceof ReplayState.Completed);

    var values = values("masked");
    assertThat(values).hasSize(EVENTS - 1);
    assertThat(values.toString()).doesNotContain("example.org", "private");
    assertThat(values.stream().map(v -> v.path("mail").asText()).distinct()).hasSize(7);
    assertThat(values.stream().mapToLong(v -> v.path("cents").asLong()).max()).hasValue(5_990);
    var receipt = engine.operations().receipt(id);
    assertThat(receipt.skipped()).isOne();
    assertThat(receipt.balanced()).isTrue();
    assertThat(receipt.partitions().get(0).shards().get(0).written()).isNotNull();
    var verification = engine.operations().verify(id);
    assertThat(verification.verified()).as(verification.findings().toString()).isTrue();
    assertThat(verification.targetRecords()).isEqualTo(EVENTS - 1);
  }

  @Test
  void masksWithTheSchemaOfTheSourceIfTheTargetHasNone() {
    var id = start(spec("same", new Transform.Mask("email", MaskKind.KEEP_LAST_4, null)));
    await().atMost(LIMIT).until(() -> state(id) instanceof ReplayState.Completed);

    assertThat(values("same"))
        .allMatch(v -> v.path("email").asText().equals("****.org"))
        .allMatch(v -> v.path("note").asText().equals("private"));
    assertThat(engine.operations().verify(id).verified()).isTrue();
  }

  @Test
  void writesRecordsToThePartitionOfTheirNewKey() {
    var mask = new Transform.Mask("email", MaskKind.KEEP_LAST_4, null);
    var rekey = new Transform.Rekey(null, "string(data.cents % 5)");
    var partition = spec("rekeyed", mask, rekey);
    assertThatThrownBy(() -> engine.operations().plan(partition))
        .isInstanceOf(PlanRefusedException.class)
        .hasMessageContaining("partition of its new key in target topic 'rekeyed'");
    var spec = withOrdering(partition, Ordering.KEY);
    var plan = engine.operations().plan(spec);
    assertThat(plan.shards()).hasSize(2);
    assertThat(plan.notes()).anyMatch(note -> note.startsWith("records get new keys"));

    var id = start(spec);
    await().atMost(LIMIT).until(() -> state(id) instanceof ReplayState.Completed);

    var copies = topics.readAll("rekeyed");
    assertThat(copies).hasSize(EVENTS - 1);
    assertThat(copies)
        .allMatch(copy -> copy.partition() == KeyPartition.of(copy.key(), 3))
        .allMatch(copy -> copy.key().length == 1 && copy.key()[0] >= '0' && copy.key()[0] < '5');
    var verification = engine.operations().verify(id);
    assertThat(verification.verified()).as(verification.findings().toString()).isTrue();
    assertThat(engine.operations().receipt(id).balanced()).isTrue();
    assertThat(engine.sampler().withLimit(LIMIT).sample(plan, 3).selected())
        .allMatch(s -> s.changed() != null && s.changed().key().length == 1);
  }

  private static ReplaySpec withOrdering(ReplaySpec spec, Ordering ordering) {
    return new ReplaySpec(
            spec.name(),
            spec.reason(),
            spec.source(),
            spec.filter(),
            spec.target(),
            ordering,
            spec.throttle(),
            spec.onError())
        .withTransforms(spec.transforms());
  }

  @Test
  void showsRecordsBeforeAndAfterTheChangeInASample() {
    var plan =
        engine.operations().plan(spec("same", new Transform.Mask("email", MaskKind.HASH, null)));

    var sample = engine.sampler().withLimit(LIMIT).sample(plan, 5);

    assertThat(sample.selected())
        .hasSize(5)
        .allMatch(s -> s.changed() != null && s.changed().offset() == s.record().offset());
  }

  @Test
  void writesAllEventsWithTheNewestSchema() throws IOException {
    var added = USER.toString().replace("\"fields\":[", "\"fields\":[" + VIP + ",");
    publish("versions", schemas.register("versions-value", USER));
    int newest = schemas.register("versions-value", new Schema.Parser().parse(added));
    var spec = spec("versions", "upcast", new Transform.Upcast());

    var id = start(spec);
    await().atMost(LIMIT).until(() -> state(id) instanceof ReplayState.Completed);

    assertThat(topics.readAll("upcast"))
        .hasSize(EVENTS - 1)
        .allMatch(copy -> WireFormat.schemaId(copy.value()).orElseThrow() == newest);
    assertThat(values("upcast")).allMatch(v -> v.path("vip").isBoolean());
    assertThat(engine.operations().verify(id).verified()).isTrue();
  }

  private static List<JsonNode> values(String topic) {
    var reader = new ValueReader(schemas);
    var values = new ArrayList<JsonNode>();
    for (var copy : topics.readAll(topic)) {
      values.add(reader.read(copy.value()));
    }
    return values;
  }

  private static ReplaySpec spec(String target, Transform... steps) {
    return spec("users", target, steps);
  }

  private static ReplaySpec spec(String topic, String target, Transform... steps) {
    return new ReplaySpec(
            null,
            "test",
            new SourceRange(topic, null, null, null, null),
            null,
            target,
            Ordering.PARTITION,
            null,
            OnError.SKIP)
        .withTransforms(new Transforms(List.of(steps), null, null));
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
}
