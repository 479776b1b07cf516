package io.reprise.trials;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.reprise.cli.Reprise;
import io.reprise.embedded.EmbeddedBroker;
import io.reprise.embedded.EmbeddedRegistry;
import io.reprise.replay.WorkerConfig;
import io.reprise.replay.WorkerService;
import io.reprise.runtime.config.KafkaConfig;
import io.reprise.runtime.http.HttpConfig;
import io.reprise.runtime.json.Json;
import io.reprise.schemas.registry.SchemaRegistry;
import io.reprise.schemas.wire.WireFormat;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
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
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * {@code reprise topics doctor} with a broker, a schema registry and a replay worker.
 *
 * <p>Shows guarantee 12 of docs/liveness.md.
 */
class TopicDoctorIT {
  private final EmbeddedBroker broker = EmbeddedBroker.startTemporary();
  private final EmbeddedRegistry registry = EmbeddedRegistry.startTemporary();
  private final Map<String, Object> client = Map.of("bootstrap.servers", broker.bootstrapServers());
  private WorkerService worker;
  private int orders;
  private int payments;

  private record Run(int exitCode, JsonNode out) {}

  @BeforeEach
  void publishABatchToTheWrongTopic() throws Exception {
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

  @AfterEach
  void stop() {
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

  private Run doctor(String... more) {
    var words = new ArrayList<>(List.of("topics", "doctor"));
    words.addAll(List.of(more));
    words.addAll(List.of("-o", "json", "--worker", worker.uri().toString()));
    words.addAll(List.of("--registry", registry.uri().toString()));
    var stdout = System.out;
    var out = new ByteArrayOutputStream();
    System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
    try {
      int exitCode = Reprise.run(words.toArray(String[]::new));
      return new Run(exitCode, Json.json().readTree(out.toByteArray()));
    } catch (IOException e) {
      throw new AssertionError("not JSON: " + out, e);
    } finally {
      System.setOut(stdout);
    }
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
