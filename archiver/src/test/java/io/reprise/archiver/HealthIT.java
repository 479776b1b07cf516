package io.reprise.archiver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.reprise.embedded.EmbeddedBroker;
import io.reprise.embedded.EmbeddedS3;
import io.reprise.embedded.FreePorts;
import io.reprise.runtime.config.KafkaConfig;
import io.reprise.runtime.http.HttpConfig;
import io.reprise.runtime.json.ByteSize;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The readiness of an archiver whose broker or object store stops and returns.
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
  void saysThatKafkaOrTheStoreDoesNotAnswerAndIsReadyAgainAfterwards() {
    try (var fixture =
        new ArchiverFixture(
            "127.0.0.1:" + kafkaPort, URI.create("http://127.0.0.1:" + s3Port), "health")) {
      fixture.create(TOPIC, 1, Map.of());
      try (var archiver = ArchiverService.start(config(fixture), fault -> {})) {
        var client = new ArchiverHttpClient(archiver.uri());
        awaitReady(client);

        s3.close();
        awaitFault(client, "store", "cannot be reached");
        startS3();
        awaitReady(client);

        broker.close();
        awaitFault(client, "kafka", "no broker answers");
        assertThat(client.get("/health/live").path("status").asText()).isEqualTo("UP");
        startBroker();
        awaitReady(client);
      }
    }
  }

  private static void awaitFault(ArchiverHttpClient client, String check, String cause) {
    await()
        .atMost(NOT_READY_WITHIN)
        .untilAsserted(
            () -> {
              var answer = client.send("GET", "/health/ready", "");
              assertThat(answer.statusCode()).isEqualTo(503);
              var faults = ArchiverHttpClient.json(answer.body()).path("checks");
              assertThat(faults.path(check).asText()).contains(cause);
            });
  }

  private static void awaitReady(ArchiverHttpClient client) {
    await()
        .atMost(READY_WITHIN)
        .untilAsserted(
            () -> {
              var answer = client.send("GET", "/health/ready", "");
              assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            });
  }

  private void startBroker() {
    broker = EmbeddedBroker.start(directory.resolve("kafka"), kafkaPort, controllerPort);
  }

  private void startS3() {
    s3 = EmbeddedS3.start(directory.resolve("s3"), s3Port);
  }

  private ArchiverConfig config(ArchiverFixture fixture) {
    return new ArchiverConfig(
        "health",
        new KafkaConfig("127.0.0.1:" + kafkaPort, null),
        new HttpConfig("127.0.0.1", 0),
        null,
        fixture.config(),
        new ArchiverConfig.Spool(directory.resolve("spool"), ByteSize.ofMiB(64)),
        Map.of(TOPIC, ArchiverFixture.eager(64)),
        "health",
        null,
        null,
        null);
  }
}
