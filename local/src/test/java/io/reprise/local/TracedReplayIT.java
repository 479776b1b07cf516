package io.reprise.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.reprise.embedded.EmbeddedBroker;
import io.reprise.embedded.EmbeddedRegistry;
import io.reprise.ingest.service.IngestConfig;
import io.reprise.ingest.service.IngestService;
import io.reprise.replay.WorkerConfig;
import io.reprise.replay.WorkerService;
import io.reprise.replay.target.TargetConfig;
import io.reprise.runtime.config.KafkaConfig;
import io.reprise.runtime.http.HttpConfig;
import io.reprise.runtime.json.Json;
import io.reprise.runtime.trace.OtlpReceiver;
import io.reprise.runtime.trace.OtlpReceiver.Received;
import io.reprise.runtime.trace.TracingConfig;
import io.reprise.schemas.registry.SchemaRegistry;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.avro.SchemaBuilder;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * A trace from the caller of an ingest service to the replay of its event, with a broker, a
 * registry and both services. The spans are sent over the network to a double of a collector.
 */
class TracedReplayIT {
  private static final Duration LIMIT = Duration.ofSeconds(90);
  private static final String FIRST = "0af7651916cd43dd8448eb211c80319c";
  private static final String SECOND = "1bf7651916cd43dd8448eb211c80319c";
  private static final String UNSAMPLED = "2cf7651916cd43dd8448eb211c80319c";
  private static final String CALLER = "b7ad6b7169203331";

  private static OtlpReceiver receiver;
  private static EmbeddedBroker broker;
  private static EmbeddedRegistry registry;
  private static IngestService ingest;
  private static WorkerService worker;

  @BeforeAll
  static void start() throws Exception {
    receiver = OtlpReceiver.start();
    broker = EmbeddedBroker.startTemporary();
    registry = EmbeddedRegistry.startTemporary();
    try (var admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()));
        var schemas = SchemaRegistry.at(registry.uri())) {
      schemas.register(
          "orders-value",
          SchemaBuilder.record("Order").fields().requiredString("userId").endRecord());
      admin
          .createTopics(
              List.of(
                  new NewTopic("orders", 1, (short) 1), new NewTopic("orders-copy", 1, (short) 1)))
          .all()
          .get();
    }
    var http = new HttpConfig("127.0.0.1", 0);
    var tracing = new TracingConfig(receiver.uri(), 0.0, null);
    ingest =
        IngestService.start(
            new IngestConfig(
                "ingest",
                http,
                new IngestConfig.Kafka(broker.bootstrapServers(), null),
                registry.uri(),
                null,
                null,
                null,
                tracing));
    worker =
        WorkerService.start(
            new WorkerConfig(
                "worker",
                new KafkaConfig(broker.bootstrapServers(), null),
                new WorkerConfig.Control("traced", 1, (short) 1, null, null),
                http,
                Map.of("copy", new TargetConfig.KafkaTopic("orders-copy")),
                2,
                null,
                null,
                null,
                null,
                tracing),
            fault -> {});
  }

  @AfterAll
  static void stop() {
    worker.close();
    ingest.close();
    registry.close();
    broker.close();
    receiver.close();
  }

  @Test
  void theDeliveryOfAReplayLinksToTheRequestsThatStoredItsEvents() {
    // Given
    publish("e1", FIRST, "01");
    publish("e2", SECOND, "01");
    publish("e3", UNSAMPLED, "00");
    await().atMost(LIMIT).until(() -> named("send orders").size() == 2);

    // When
    var id = replay();

    // Then
    await().atMost(LIMIT).until(() -> linked().size() >= 2);
    var sent = named("send orders");
    assertThat(sent).extracting(Received::trace).containsExactly(FIRST, SECOND);
    assertThat(linked())
        .containsExactlyInAnyOrderElementsOf(
            sent.stream().map(span -> span.trace() + "-" + span.id()).toList());
    assertThat(named("deliver orders"))
        .isNotEmpty()
        .allSatisfy(
            span -> {
              assertThat(span.parent()).isEmpty();
              assertThat(span.service()).containsEntry("service.name", "reprise-worker");
              assertThat(span.attributes()).containsEntry("reprise.replay", id);
              assertThat(span.failed()).isFalse();
            });
    assertThat(receiver.spans()).noneMatch(span -> span.trace().equals(UNSAMPLED));
    assertThat(headers("orders-copy")).hasSize(3).isEqualTo(headers("orders"));
    assertThat(headers("orders").get(0).toString())
        .contains("traceparent=00-" + FIRST + "-" + sent.get(0).id() + "-01");
    assertThat(headers("orders").get(2).toString()).doesNotContain("traceparent");
  }

  private static List<Received> named(String name) {
    return receiver.spans().stream().filter(span -> span.name().equals(name)).toList();
  }

  /** Returns the links of all deliveries so far. */
  private static List<String> linked() {
    return named("deliver orders").stream().flatMap(span -> span.links().stream()).toList();
  }

  private static void publish(String id, String trace, String flags) {
    var event =
        """
        {"specversion":"1.0","id":"%s","source":"/shop","type":"ordered","subject":"ada",
         "data":{"userId":"ada"}}\
        """
            .formatted(id);
    var request =
        HttpRequest.newBuilder(ingest.uri().resolve("/api/v1/topics/orders/events"))
            .header("Content-Type", "application/cloudevents+json")
            .header("traceparent", "00-" + trace + "-" + CALLER + "-" + flags)
            .POST(BodyPublishers.ofString(event));
    assertThat(send(request, 201).path("status").asText()).isEqualTo("stored");
  }

  /** Replays all events into the copy, and returns the id of the completed replay. */
  private static String replay() {
    var spec = "{\"reason\":\"test\",\"source\":{\"topic\":\"orders\"},\"target\":\"copy\"}";
    var hash = send(post("/api/v1/plans", spec), 200).path("hash").asText();
    var request =
        post(
            "/api/v1/replays",
            "{\"spec\":%s,\"planHash\":\"%s\",\"start\":true}".formatted(spec, hash));
    var path = "/api/v1/replays/" + send(request, 201).path("id").asText();
    await().atMost(LIMIT).until(() -> get(path).at("/summary/state").asText().equals("COMPLETED"));
    return path.substring(path.lastIndexOf('/') + 1);
  }

  private static JsonNode get(String path) {
    return send(HttpRequest.newBuilder(worker.uri().resolve(path)), 200);
  }

  private static HttpRequest.Builder post(String path, String body) {
    return HttpRequest.newBuilder(worker.uri().resolve(path))
        .header("Content-Type", "application/json")
        .header("Reprise-Operator", "test")
        .POST(BodyPublishers.ofString(body));
  }

  private static JsonNode send(HttpRequest.Builder request, int status) {
    try {
      var answer =
          HttpClient.newHttpClient().send(request.timeout(LIMIT).build(), BodyHandlers.ofString());
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
      return Json.json().readTree(answer.body());
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Returns the headers of each record, without the replay's marker, in their order. */
  private static List<List<String>> headers(String topic) {
    var partition = new TopicPartition(topic, 0);
    var settings =
        Map.<String, Object>of(
            "bootstrap.servers", broker.bootstrapServers(), "isolation.level", "read_committed");
    try (var consumer =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      long end = consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
      var all = new ArrayList<List<String>>();
      while (consumer.position(partition) < end) {
        consumer.poll(Duration.ofMillis(100)).forEach(record -> all.add(headers(record)));
      }
      return all;
    }
  }

  private static List<String> headers(ConsumerRecord<byte[], byte[]> record) {
    var headers = new ArrayList<String>();
    for (var header : record.headers()) {
      if (!header.key().startsWith("reprise")) {
        headers.add(header.key() + "=" + new String(header.value(), UTF_8));
      }
    }
    return headers;
  }
}
