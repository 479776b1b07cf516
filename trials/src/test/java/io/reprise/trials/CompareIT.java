package io.reprise.trials;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.reprise.embedded.EmbeddedBroker;
import io.reprise.embedded.EmbeddedRegistry;
import io.reprise.replay.WorkerConfig;
import io.reprise.replay.WorkerService;
import io.reprise.replay.target.TargetConfig;
import io.reprise.runtime.config.KafkaConfig;
import io.reprise.runtime.http.HttpConfig;
import io.reprise.schemas.registry.SchemaRegistry;
import io.reprise.schemas.wire.ReplayMarker;
import io.reprise.schemas.wire.WireFormat;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Future;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.avro.io.EncoderFactory;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

/**
 * {@code reprise compare} with a broker, a schema registry and a replay worker: the totals that two
 * versions of a consumer have written. The second version has another number of partitions and a
 * newer schema.
 */
// Commands of one JVM share its stdout.
@ResourceLock(Resources.SYSTEM_OUT)
class CompareIT {
  private static final int KEYS = 40;
  private static final int EACH = 50;
  private static final int PARTITIONS = 3;
  private static final int PARTITIONS_OF_V2 = 4;
  private static final UUID REPLAY = UUID.randomUUID();

  private static EmbeddedBroker broker;
  private static EmbeddedRegistry registry;
  private static Map<String, Object> client;
  private static WorkerService worker;
  private static Schema v1;
  private static Schema v2;
  private static int v1Id;
  private static int v2Id;

  @BeforeAll
  static void start() throws Exception {
    broker = EmbeddedBroker.startTemporary();
    registry = EmbeddedRegistry.startTemporary();
    client = Map.of("bootstrap.servers", broker.bootstrapServers());
    v1 = common().requiredInt("count").endRecord();
    v2 = common().requiredLong("count").endRecord();
    try (var schemas = SchemaRegistry.at(registry.uri())) {
      v1Id = schemas.register("totals-value", v1);
      v2Id = schemas.register("totals-v2-value", v2);
    }
    try (var admin = Admin.create(client)) {
      admin
          .createTopics(
              List.of(
                  new NewTopic("totals", PARTITIONS, (short) 1),
                  new NewTopic("totals-v2", PARTITIONS_OF_V2, (short) 1),
                  new NewTopic("totals-wrong", PARTITIONS_OF_V2, (short) 1),
                  new NewTopic("copies", PARTITIONS_OF_V2, (short) 1),
                  new NewTopic("replayed", PARTITIONS_OF_V2, (short) 1)))
          .all()
          .get();
    }
    write();
    var config =
        new WorkerConfig(
            "w1",
            new KafkaConfig(broker.bootstrapServers(), null),
            new WorkerConfig.Control("compare", 4, (short) 1, Duration.ofSeconds(3), null),
            new HttpConfig("127.0.0.1", 0),
            Map.of("replayed", new TargetConfig.KafkaTopic("replayed")),
            2);
    worker = WorkerService.start(config, fault -> {});
  }

  private static SchemaBuilder.FieldAssembler<Schema> common() {
    return SchemaBuilder.record("Total").fields().requiredDouble("total").requiredLong("updatedAt");
  }

  @AfterAll
  static void stop() {
    worker.close();
    registry.close();
    broker.close();
  }

  /**
   * Writes the totals of each key to all topics. In {@code totals-wrong}, key 3 lacks its record
   * 10, key 4 has another total in its record 20, key 5 has its record 30 twice, and key 6 has the
   * records 7 and 8 in another order. In {@code copies}, key 7 lacks its record 11.
   */
  private static void write() throws Exception {
    var offsets = new long[PARTITIONS];
    var sent = new ArrayList<Future<RecordMetadata>>();
    // One request at a time keeps the order. An idempotent producer keeps it too, but it can give
    // up
    // records for good when a broker under load answers that their sequence is out of order.
    var settings = new HashMap<>(client);
    settings.put("enable.idempotence", false);
    settings.put("max.in.flight.requests.per.connection", 1);
    try (var producer =
        new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
      for (int i = 0; i < EACH; i++) {
        for (int key = 0; key < KEYS; key++) {
          long offset = offsets[key % PARTITIONS]++;
          sent.add(
              producer.send(
                  record("totals", key % PARTITIONS, key, frame(v1Id, total(v1, i, i * 1.1, 1)))));
          int partition = key % PARTITIONS_OF_V2;
          sent.add(
              producer.send(
                  record("totals-v2", partition, key, frame(v2Id, total(v2, i, i * 1.1, 2)))));
          for (var wrong : wrong(key, i)) {
            sent.add(producer.send(record("totals-wrong", partition, key, frame(v2Id, wrong))));
          }
          if (key != 7 || i != 11) {
            var copy = record("copies", partition, key, frame(v1Id, total(v1, i, i * 1.1, 1)));
            var marker = new ReplayMarker(REPLAY, 1, 1, "totals", key % PARTITIONS, offset, 0);
            copy.headers().add(ReplayMarker.HEADER, marker.encode());
            sent.add(producer.send(copy));
          }
        }
      }
      for (var each : sent) {
        each.get();
      }
    }
  }

  private static List<GenericRecord> wrong(int key, int i) {
    var right = total(v2, i, i * 1.1, 3);
    if (key == 3 && i == 10) {
      return List.of();
    }
    if (key == 4 && i == 20) {
      return List.of(total(v2, i, i * 1.1 + 0.5, 3));
    }
    if (key == 5 && i == 30) {
      return List.of(right, right);
    }
    if (key == 6 && (i == 7 || i == 8)) {
      int other = i == 7 ? 8 : 7;
      return List.of(total(v2, other, other * 1.1, 3));
    }
    return List.of(right);
  }

  private static GenericRecord total(Schema schema, int count, double total, long updatedAt) {
    var record = new GenericRecordBuilder(schema).set("total", total).set("updatedAt", updatedAt);
    return schema.getField("count").schema().getType() == Schema.Type.INT
        ? record.set("count", count).build()
        : record.set("count", (long) count).build();
  }

  private static byte[] frame(int schemaId, GenericRecord record) throws IOException {
    var out = new ByteArrayOutputStream();
    var encoder = EncoderFactory.get().binaryEncoder(out, null);
    new GenericDatumWriter<GenericRecord>(record.getSchema()).write(record, encoder);
    encoder.flush();
    return WireFormat.frame(schemaId, out.toByteArray());
  }

  private static ProducerRecord<byte[], byte[]> record(
      String topic, int partition, int key, byte[] value) {
    var bytes = ("user-" + key).getBytes(StandardCharsets.UTF_8);
    return new ProducerRecord<>(topic, partition, bytes, value);
  }

  @Test
  void equalTotalsOfTwoSchemasAreEqual() throws IOException {
    var run = compare("--left totals --right totals-v2 --ignore updatedAt");
    var whole = compare("--left totals --right totals-v2");

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out().path("equal").asBoolean()).isTrue();
    assertThat(run.out().path("same").asInt()).isEqualTo(KEYS * EACH);
    assertThat(run.out().path("keys").asInt()).isEqualTo(KEYS);
    assertThat(whole.exitCode()).isEqualTo(1);
    assertThat(whole.out().path("different").asInt()).isEqualTo(KEYS * EACH);
    assertThat(whole.out().at("/samples/0/fields/0/field").asText()).isEqualTo("updatedAt");
  }

  @Test
  void findsEachKindOfDifferenceAndNoOther() throws IOException {
    var run = compare("--left totals --right totals-wrong --ignore updatedAt");

    assertThat(run.exitCode()).as(run.err()).isEqualTo(1);
    var out = run.out();
    assertThat(out.path("different").asInt()).isEqualTo(1);
    assertThat(out.path("onlyLeft").asInt()).isEqualTo(1);
    assertThat(out.path("onlyRight").asInt()).isEqualTo(1);
    assertThat(out.path("outOfOrder").asInt()).isEqualTo(1);
    assertThat(out.path("same").asInt()).isEqualTo(KEYS * EACH - 3);
    assertThat(out.path("samples")).hasSize(4);
    assertThat(out.path("samples").findValuesAsText("key"))
        .containsExactlyInAnyOrder("user-3", "user-4", "user-5", "user-6");
    var different = sample(out, "DIFFERENT");
    assertThat(different.path("fields")).hasSize(1);
    assertThat(different.at("/fields/0/field").asText()).isEqualTo("total");
    assertThat(different.at("/fields/0/left").asDouble()).isEqualTo(22, within());
    assertThat(different.at("/fields/0/right").asDouble()).isEqualTo(22.5, within());
  }

  private static Offset<Double> within() {
    return Offset.offset(1e-9);
  }

  private static JsonNode sample(JsonNode out, String kind) {
    for (var sample : out.path("samples")) {
      if (sample.path("kind").asText().equals(kind)) {
        return sample;
      }
    }
    throw new AssertionError("no sample is " + kind + ": " + out);
  }

  @Test
  void aToleranceAcceptsADifference() throws IOException {
    var run =
        compare("--left totals --right totals-wrong --ignore updatedAt --tolerance total=0.5");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out().path("different").asInt()).isZero();
    assertThat(run.out().path("onlyLeft").asInt()).isEqualTo(1);
  }

  @Test
  void comparesATopicWithItsCopiesByTheirOrigin() throws IOException {
    var run = compare("--left totals --right copies --origin");

    assertThat(run.exitCode()).as(run.err()).isEqualTo(1);
    assertThat(run.out().path("same").asInt()).as("%s", run.out()).isEqualTo(KEYS * EACH - 1);
    assertThat(run.out().path("onlyLeft").asInt()).isEqualTo(1);
    assertThat(run.out().at("/samples/0/key").asText()).isEqualTo("user-7");
  }

  /** Ordering by key: the source and the target have different numbers of partitions. */
  @Test
  void aReplayHasAllRecordsOfItsSource() throws IOException {
    var started =
        run(
            "replay start --topic totals --from-earliest --target replayed --reason compare"
                + " --ordering KEY --yes --wait");
    assertThat(started.exitCode()).as(started.err()).isZero();

    var run = compare("--left totals --right replay:latest --origin");

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out().path("same").asInt()).isEqualTo(KEYS * EACH);
    assertThat(run.out().at("/right/topic").asText()).isEqualTo("replayed");
  }

  private static InThisJvm compare(String line) throws IOException {
    return run("compare " + line + " --registry " + registry.uri());
  }

  private static InThisJvm run(String line) {
    var words = new ArrayList<>(List.of(line.split(" ")));
    words.addAll(List.of("--worker", worker.uri().toString()));
    return InThisJvm.run(words);
  }
}
