package io.reprise.compactor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.reprise.compactor.audit.AuditConfig;
import io.reprise.embedded.EmbeddedBroker;
import io.reprise.embedded.EmbeddedS3;
import io.reprise.embedded.FreePorts;
import io.reprise.runtime.config.KafkaConfig;
import io.reprise.runtime.http.HttpConfig;
import io.reprise.runtime.json.Json;
import io.reprise.store.object.s3.S3Config;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The readiness of a compactor whose broker or object store stops and returns.
 *
 * <p>Shows guarantee 11 of docs/liveness.md.
 */
class HealthIT {
  private static final Duration NOT_READY_WITHIN = Duration.ofSeconds(10);
  private static final Duration READY_WITHIN = Duration.ofSeconds(60);
  private static final String TOPIC = "healthy";

  private final int kafkaPort = FreePorts.next();
  private final int controllerPort = FreePorts.next();
  private final int s3Port = FreePorts.next();
  @TempDir private Path directory;
  private EmbeddedBroker broker;
  private EmbeddedS3 s3;

  @BeforeEach
  void start() {
    System.setProperty("aws.accessKeyId", EmbeddedS3.ACCESS_KEY);
    System.setProperty("aws.secretAccessKey", EmbeddedS3.SECRET_KEY);
    startBroker();
    startS3();
  }

  @AfterEach
  void stop() {
    broker.close();
    s3.close();
  }

  @Test
  void saysThatKafkaOrTheStoreDoesNotAnswerAndIsReadyAgainAfterwards() throws Exception {
    createTopic();
    try (var compactor = CompactorService.start(config())) {
      var client = new CompactorHttpClient(compactor.uri());
      awaitReady(client);

      s3.close();
      awaitFault(client, "store", "cannot be reached");
      startS3();
      awaitReady(client);

      broker.close();
      awaitFault(client, "kafka", "no broker answers");
      assertThat(client.ask("/health/live").statusCode()).isEqualTo(200);
      startBroker();
      awaitReady(client);
    }
  }

  private static void awaitFault(CompactorHttpClient client, String check, String cause) {
    await()
        .atMost(NOT_READY_WITHIN)
        .untilAsserted(
            () -> {
              var answer = client.ask("/health/ready");
              assertThat(answer.statusCode()).isEqualTo(503);
              JsonNode faults = Json.json().readTree(answer.body()).path("checks");
              assertThat(faults.path(check).asText()).contains(cause);
            });
  }

  private static void awaitReady(CompactorHttpClient client) {
    await()
        .atMost(READY_WITHIN)
        .untilAsserted(
            () -> {
              var answer = client.ask("/health/ready");
              assertThat(answer.statusCode()).as(new String(answer.body())).isEqualTo(200);
            });
  }

  private void startBroker() {
    broker = EmbeddedBroker.start(directory.resolve("kafka"), kafkaPort, controllerPort);
  }

  private void startS3() {
    s3 = EmbeddedS3.start(directory.resolve("s3"), s3Port);
  }

  private void createTopic() throws Exception {
    try (var admin = Admin.create(Map.of("bootstrap.servers", "127.0.0.1:" + kafkaPort))) {
      admin.createTopics(List.of(new NewTopic(TOPIC, 1, (short) 1))).all().get();
      await()
          .ignoreExceptions()
          .until(() -> !admin.describeTopics(List.of(TOPIC)).allTopicNames().get().isEmpty());
    }
  }

  private CompactorConfig config() {
    var bucket =
        new S3Config(
            URI.create("http://127.0.0.1:" + s3Port),
            null,
            EmbeddedS3.BUCKET,
            "health",
            true,
            null,
            null);
    return new CompactorConfig(
        "health",
        new KafkaConfig("127.0.0.1:" + kafkaPort, null),
        new HttpConfig("127.0.0.1", 0),
        null,
        null,
        directory.resolve("state"),
        0,
        1,
        null,
        "health",
        bucket,
        Duration.ofMillis(100),
        null,
        null,
        Map.of(TOPIC, List.of(CompactorFixture.reducer("latest", 10, Duration.ofMillis(100)))),
        new AuditConfig(Duration.ofSeconds(60), 5));
  }
}
