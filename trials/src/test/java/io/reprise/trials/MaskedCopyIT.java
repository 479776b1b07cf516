package io.reprise.trials;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.reprise.embedded.EmbeddedBroker;
import io.reprise.embedded.EmbeddedRegistry;
import io.reprise.replay.WorkerConfig;
import io.reprise.replay.WorkerService;
import io.reprise.runtime.config.ConfigFile;
import io.reprise.schemas.json.AvroJson;
import io.reprise.schemas.registry.SchemaRegistry;
import io.reprise.schemas.wire.WireFormat;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Future;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.avro.io.EncoderFactory;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Copies events with masked users to another cluster, with the configuration and the spec of
 * docs/howto/share-events.md.
 */
class MaskedCopyIT {
  private static final Path PAGE = CommandRun.ROOT.resolve("docs/howto/share-events.md");
  private static final Pattern YAML = Pattern.compile("(?ms)^```yaml\\n(.*?)^```");
  private static final Duration LIMIT = Duration.ofSeconds(90);
  private static final int EVENTS = 600;
  private static final int USERS = 20;
  private static final Schema EVENT =
      SchemaBuilder.record("UserEvent")
          .fields()
          .requiredString("userId")
          .requiredString("action")
          .endRecord();
  private static final List<RuntimeException> FATAL = new CopyOnWriteArrayList<>();

  @TempDir private static Path directory;

  private static EmbeddedBroker prod;
  private static EmbeddedBroker test;
  private static EmbeddedRegistry prodRegistry;
  private static EmbeddedRegistry testRegistry;
  private static WorkerService worker;
  private static CommandSession commands;

  @BeforeAll
  static void start() throws Exception {
    prod = EmbeddedBroker.startTemporary();
    test = EmbeddedBroker.startTemporary();
    prodRegistry = EmbeddedRegistry.startTemporary();
    testRegistry = EmbeddedRegistry.startTemporary();
    create(prod, new NewTopic("user-events", 2, (short) 1));
    create(
        test,
        new NewTopic("user-events", 3, (short) 1),
        new NewTopic("reprise.leases", 1, (short) 1).configs(Map.of("cleanup.policy", "compact")));
    publish();
    var blocks =
        YAML.matcher(Files.readString(PAGE)).results().map(found -> found.group(1)).toList();
    Files.writeString(directory.resolve("masked-events.yaml"), blocks.get(1));
    worker = WorkerService.start(config(blocks.get(0)), FATAL::add);
    commands =
        CommandSession.start(Map.of("REPRISE_CONTEXT_WORKER", worker.uri().toString()), directory);
  }

  @AfterAll
  static void stop() throws InterruptedException {
    commands.close();
    worker.close();
    testRegistry.close();
    prodRegistry.close();
    test.close();
    prod.close();
    assertThat(FATAL).isEmpty();
  }

  @Test
  void theOtherClusterGetsEveryEventOnceWithAMaskedUser() throws Exception {
    var planned = run("replay", "plan", "-f", "masked-events.yaml");
    assertThat(planned.out()).contains("mask userId", "rekey");

    run("apply", "-f", "masked-events.yaml", "--yes");

    await()
        .atMost(LIMIT)
        .until(() -> run("replay", "describe", "latest").out().contains("COMPLETED"));
    assertThat(run("apply", "-f", "masked-events.yaml", "--yes").err()).isNotBlank();
    var copies = copies();
    assertThat(copies).hasSize(EVENTS);
    var partitionsByKey = new HashMap<String, Set<Integer>>();
    try (var schemas = SchemaRegistry.at(testRegistry.uri())) {
      var schema = schemas.latest("user-events-value").orElseThrow();
      for (var copy : copies) {
        assertThat(WireFormat.schemaId(copy.value())).hasValue(schema.id());
        var user =
            AvroJson.decode(copy.value(), WireFormat.PREFIX_BYTES, schema.schema())
                .path("userId")
                .asText();
        assertThat(user).matches("[0-9a-f]{32}");
        assertThat(new String(copy.key(), StandardCharsets.UTF_8)).isEqualTo(user);
        partitionsByKey.merge(
            user,
            Set.of(copy.partition()),
            (one, other) -> {
              assertThat(other).isEqualTo(one);
              return one;
            });
      }
    }
    assertThat(partitionsByKey).hasSize(USERS);
  }

  private static CommandRun run(String... words) {
    var run = commands.run(List.of(words));
    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    return run;
  }

  /** Returns the page's configuration with the addresses of this test. */
  private static WorkerConfig config(String shown) throws IOException {
    var key = Files.writeString(directory.resolve("mask.key"), "0123456789abcdef".repeat(4) + "\n");
    var text =
        """
        kafka: {bootstrapServers: '%s'}
        control: {slots: 4, replicationFactor: 1, session: 3s}
        http: {host: 127.0.0.1, port: 0}
        """
                .formatted(prod.bootstrapServers())
            + shown
                .replace("https://registry.prod.example.com", prodRegistry.uri().toString())
                .replace("https://registry.test.example.com", testRegistry.uri().toString())
                .replace("/run/secrets/mask-key", key.toString())
                .replace("kafka.test.example.com:9092", test.bootstrapServers());
    assertThat(text).doesNotContain("example.com");
    return ConfigFile.read(
        Files.writeString(directory.resolve("worker.yaml"), text), WorkerConfig.class);
  }

  private static void create(EmbeddedBroker broker, NewTopic... topics) throws Exception {
    try (var admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
      admin.createTopics(List.of(topics)).all().get();
    }
  }

  private static void publish() throws Exception {
    int id;
    try (var schemas = SchemaRegistry.at(prodRegistry.uri())) {
      // The ids of the two registries differ.
      schemas.register("other-value", SchemaBuilder.record("Other").fields().endRecord());
      id = schemas.register("user-events-value", EVENT);
    }
    var sent = new ArrayList<Future<RecordMetadata>>();
    try (var producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", prod.bootstrapServers()),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      for (int i = 0; i < EVENTS; i++) {
        var user = "user-" + i % USERS;
        var event =
            new GenericRecordBuilder(EVENT).set("userId", user).set("action", "a" + i).build();
        sent.add(
            producer.send(
                new ProducerRecord<>(
                    "user-events", user.getBytes(StandardCharsets.UTF_8), frame(id, event))));
      }
      for (var each : sent) {
        each.get();
      }
    }
  }

  private static byte[] frame(int id, GenericRecord event) throws IOException {
    var out = new ByteArrayOutputStream();
    var encoder = EncoderFactory.get().directBinaryEncoder(out, null);
    new GenericDatumWriter<GenericRecord>(EVENT).write(event, encoder);
    return WireFormat.frame(id, out.toByteArray());
  }

  /** Returns the committed records of the topic in the other cluster. */
  private static List<ConsumerRecord<byte[], byte[]>> copies() {
    try (var consumer =
        new KafkaConsumer<>(
            Map.of(
                "bootstrap.servers",
                test.bootstrapServers(),
                "isolation.level",
                "read_committed",
                "auto.offset.reset",
                "earliest"),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      var partitions =
          consumer.partitionsFor("user-events").stream()
              .map(info -> new TopicPartition(info.topic(), info.partition()))
              .collect(Collectors.toSet());
      consumer.assign(partitions);
      var ends = consumer.endOffsets(partitions);
      var found = new ArrayList<ConsumerRecord<byte[], byte[]>>();
      await()
          .atMost(LIMIT)
          .until(
              () -> {
                consumer.poll(Duration.ofMillis(200)).forEach(found::add);
                return partitions.stream().allMatch(p -> consumer.position(p) >= ends.get(p));
              });
      return found;
    }
  }
}
