package io.reprise.trials;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.embedded.EmbeddedBroker;
import io.reprise.embedded.EmbeddedRegistry;
import io.reprise.replay.WorkerConfig;
import io.reprise.replay.WorkerService;
import io.reprise.runtime.config.KafkaConfig;
import io.reprise.runtime.http.HttpConfig;
import io.reprise.schemas.registry.SchemaRegistry;
import io.reprise.schemas.wire.WireFormat;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

/**
 * {@code reprise topics} and {@code reprise events} with a broker, a schema registry and a replay
 * worker.
 *
 * <p>Shows guarantee 12 of docs/liveness.md.
 */
// Commands of one JVM share its stdout.
@ResourceLock(Resources.SYSTEM_OUT)
class TopicCommandsIT {
  private static EmbeddedBroker broker;
  private static EmbeddedRegistry registry;
  private static Map<String, Object> client;
  private static WorkerService worker;
  private static int orders;
  private static int payments;

  @BeforeAll
  static void publishABatchToTheWrongTopic() throws Exception {
    broker = EmbeddedBroker.startTemporary();
    registry = EmbeddedRegistry.startTemporary();
    client = Map.of("bootstrap.servers", broker.bootstrapServers());
    try (var schemas = SchemaRegistry.at(registry.uri())) {
      orders = schemas.register("orders-value", schema("Order"));
      payments = schemas.register("payments-value", schema("Payment"));
    }
    try (var admin = Admin.create(client);
        var producer =
            new KafkaProducer<>(client, new ByteArraySerializer(), new ByteArraySerializer())) {
      admin
          .createTopics(
              List.of(
                  new NewTopic("orders", 1, (short) 1),
                  new NewTopic("payments", 1, (short) 1),
                  new NewTopic("plain", 1, (short) 1)))
          .all()
          .get();
      var sent = new ArrayList<ProducerRecord<byte[], byte[]>>();
      sent.add(event("orders", orders));
      sent.add(event("orders", payments));
      sent.add(event("orders", payments));
      sent.add(new ProducerRecord<>("orders", bytes("u1"), null));
      sent.add(event("orders", orders));
      sent.add(event("payments", payments));
      sent.add(event("plain", payments));
      sent.forEach(producer::send);
      producer.flush();
    }
    var config =
        new WorkerConfig(
            "w1",
            new KafkaConfig(broker.bootstrapServers(), null),
            new WorkerConfig.Control("doctor", 1, (short) 1, Duration.ofSeconds(3), null),
            new HttpConfig("127.0.0.1", 0),
            Map.of(),
            2);
    worker = WorkerService.start(config, fault -> {});
  }

  @AfterAll
  static void stop() {
    worker.close();
    registry.close();
    broker.close();
  }

  @Test
  void namesTheEventsWhoseSchemaBelongsToAnotherTopic() {
    // When
    var all = doctor();
    var healthy = doctor("payments");
    var range = doctor("orders", "--from-offset", "3");
    var unchecked = doctor("plain");

    // Then
    assertThat(all.exitCode()).isEqualTo(1);
    assertThat(all.out()).extracting(f -> f.path("topic").asText()).contains("orders", "payments");
    assertThat(all.out()).extracting(f -> f.path("topic").asText()).doesNotContain("plain");
    var finding = all.out().get(0);
    assertThat(finding.path("checked").asInt()).isEqualTo(5);
    assertThat(finding.path("foreign").asInt()).isEqualTo(2);
    assertThat(finding.path("foreignEvents").toString())
        .isEqualTo(
            "[{\"offset\":1,\"schemaId\":%1$d,\"subjects\":[\"payments-value\"]},{\"offset\":2,\"schemaId\":%1$d,\"subjects\":[\"payments-value\"]}]"
                .formatted(payments));
    assertThat(healthy.exitCode()).isZero();
    assertThat(range.exitCode()).isZero();
    assertThat(range.out().get(0).path("checked").asInt()).isEqualTo(2);
    assertThat(unchecked.exitCode()).isZero();
    assertThat(unchecked.out().get(0).path("foreign").asInt()).isZero();
  }

  @Test
  void createsATopicWithItsSchemaAndAltersIt(@TempDir Path directory) throws Exception {
    var schema = Files.writeString(directory.resolve("v1.avsc"), schema("Refund").toString());
    var settings = "--config retention.ms=600000 --config cleanup.policy=delete";

    var created =
        topics("create refunds --partitions 2 %s --schema %s".formatted(settings, schema));
    var again = topics("create refunds --partitions 2");
    var fewer = topics("alter refunds --partitions 1");
    var unconfirmed = topics("alter refunds --partitions 3");
    var altered =
        topics(
            "alter refunds --partitions 3 --yes --config retention.ms=7 --delete-config"
                + " cleanup.policy");

    assertThat(created.exitCode()).as(created.err()).isZero();
    assertThat(created.out().path("partitions").asInt()).isEqualTo(2);
    assertThat(created.out().path("replication").asInt()).isEqualTo(1);
    try (var schemas = SchemaRegistry.at(registry.uri())) {
      assertThat(schemas.latest("refunds-value").orElseThrow().id())
          .isEqualTo(created.out().path("schemaId").asInt());
    }
    assertThat(again.exitCode()).isEqualTo(3);
    assertThat(again.err()).contains("topic 'refunds' exists already");
    assertThat(fewer.exitCode()).isEqualTo(3);
    assertThat(fewer.err()).contains("has 2 partitions, and Kafka cannot remove partitions");
    assertThat(unconfirmed.exitCode()).isEqualTo(3);
    assertThat(unconfirmed.err()).contains("from 2 to 3 partitions", "--yes");
    assertThat(altered.exitCode()).as(altered.err()).isZero();
    assertThat(altered.out().path("partitions").asInt()).isEqualTo(3);
    assertThat(setting("refunds", "retention.ms")).isEqualTo("7");
  }

  @Test
  void refusesWhatTheClusterDoesNotKnow() {
    var unknown = topics("create typo --partitions 1 --config retention.mss=1 --config zzz=2");
    var invalid = topics("create typo --partitions 1 --config retention.ms=soon");
    var copies = topics("create typo --partitions 1 --replication 3");
    var name = topics("create a/b --partitions 1");
    var own = topics("create reprise.mine --partitions 1");
    var missing = topics("alter nowhere --partitions 4");
    var misspelt = topics("alter plain --config retention.mss=1");

    assertThat(unknown.exitCode()).isEqualTo(2);
    assertThat(unknown.err()).contains("'retention.mss': did you mean 'retention.ms'?", "'zzz'");
    assertThat(invalid.exitCode()).isEqualTo(2);
    assertThat(invalid.err()).contains("retention.ms");
    assertThat(copies.exitCode()).isEqualTo(3);
    assertThat(name.exitCode()).isEqualTo(2);
    assertThat(name.err()).contains("'a/b' is not a name for a topic");
    assertThat(own.exitCode()).isEqualTo(3);
    assertThat(missing.exitCode()).isEqualTo(4);
    assertThat(missing.err()).contains("reprise topics create nowhere --partitions N");
    assertThat(misspelt.exitCode()).isEqualTo(2);
    assertThat(topics("describe typo --worker " + worker.uri()).exitCode()).isEqualTo(4);
  }

  @Test
  void listsTheTopicsOfEvents() {
    var events = topics("list --worker " + worker.uri());
    var all = topics("list --all --worker " + worker.uri());

    assertThat(events.out()).extracting(t -> t.path("topic").asText()).contains("plain", "orders");
    assertThat(events.out().toString()).doesNotContain("doctor.commands");
    assertThat(events.err()).contains("are not shown: --all lists them");
    assertThat(all.out()).extracting(t -> t.path("topic").asText()).contains("doctor.commands");
  }

  @Test
  void readsFollowsAndCountsEventsOfSeveralPartitions() throws Exception {
    try (var admin = Admin.create(client)) {
      admin.createTopics(List.of(new NewTopic("clicks", 3, (short) 1))).all().get();
    }
    try (var producer =
        new KafkaProducer<>(client, new ByteArraySerializer(), new ByteArraySerializer())) {
      for (int i = 0; i < 30; i++) {
        var value = i == 29 ? WireFormat.frame(orders, new byte[] {9}) : bytes("v" + i);
        producer.send(
            new ProducerRecord<>("clicks", i % 3, 1_000L * (i + 1), bytes("u" + i % 2), value));
      }
      producer.flush();
    }

    var all = events("read --topic clicks");
    var window =
        events(
            "read --topic clicks --from-time 1970-01-01T00:00:10Z --to-time 1970-01-01T00:00:12Z");
    var tail = events("tail --topic clicks --limit 4 --key u1 --raw");
    var count = events("count --topic clicks --key u0");

    assertThat(all.exitCode()).isEqualTo(1);
    assertThat(all.err()).contains("1 of 30 values could not be decoded");
    assertThat(all.out().findValuesAsText("timestamp")).hasSize(30).isSorted();
    assertThat(all.out().at("/29/valueError").asText()).contains("do not match schema " + orders);
    assertThat(window.out().findValuesAsText("value")).containsExactly("v9", "v10");
    assertThat(tail.out().findValuesAsText("timestamp"))
        .containsExactly(
            "1970-01-01T00:00:24Z",
            "1970-01-01T00:00:26Z",
            "1970-01-01T00:00:28Z",
            "1970-01-01T00:00:30Z");
    assertThat(count.exitCode()).as(count.err()).isZero();
    assertThat(count.out().path("events").asInt()).isEqualTo(15);
    assertThat(count.out().path("offsets").asInt()).isEqualTo(30);
    assertThat(count.out().path("partitions")).hasSize(3);
  }

  private static String setting(String topic, String name) throws Exception {
    var resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
    try (var admin = Admin.create(client)) {
      return admin.describeConfigs(List.of(resource)).all().get().get(resource).get(name).value();
    }
  }

  private static InThisJvm topics(String line) {
    var words = new ArrayList<>(List.of(("topics " + line).split(" ")));
    if (words.get(1).equals("create") || words.get(1).equals("alter")) {
      words.addAll(List.of("--kafka", broker.bootstrapServers()));
    }
    if (words.get(1).equals("create")) {
      words.addAll(List.of("--registry", registry.uri().toString()));
    }
    return InThisJvm.run(words);
  }

  private static InThisJvm events(String line) {
    var words = new ArrayList<>(List.of(("events " + line).split(" ")));
    words.addAll(List.of("--worker", worker.uri().toString()));
    if (!words.get(1).equals("count")) {
      words.addAll(List.of("--registry", registry.uri().toString()));
    }
    return InThisJvm.run(words);
  }

  private static InThisJvm doctor(String... more) {
    var words = new ArrayList<>(List.of("topics", "doctor"));
    words.addAll(List.of(more));
    words.addAll(List.of("--worker", worker.uri().toString()));
    words.addAll(List.of("--registry", registry.uri().toString()));
    return InThisJvm.run(words);
  }

  private static ProducerRecord<byte[], byte[]> event(String topic, int schemaId) {
    return new ProducerRecord<>(topic, bytes("u1"), WireFormat.frame(schemaId, new byte[] {2, 65}));
  }

  private static Schema schema(String name) {
    return SchemaBuilder.record(name).fields().requiredString("id").endRecord();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
