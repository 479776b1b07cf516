package io.reprise.archiver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.reprise.embedded.EmbeddedS3;
import io.reprise.embedded.RunningServers;
import io.reprise.embedded.Servers;
import io.reprise.store.archive.PartitionId;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What the status says while archiving cannot go on, and how it recovers.
 *
 * <p>Shows guarantee 9 of docs/liveness.md.
 */
@ExtendWith(Servers.class)
class ArchiverStatusIT {
  private static final Duration WAIT = Duration.ofSeconds(90);

  @Test
  void backsOffWhileTheStoreDeniesAccessAndRecoversWithoutARestart(RunningServers servers) {
    try (var fixture = new ArchiverFixture(servers, "denied")) {
      // Given
      var id = fixture.create("denied", 1, Map.of());
      ArchiverFixture.publish(servers, "denied", 1, 100);
      try (var archiver = start(servers, fixture, "denied")) {
        var client = new ArchiverHttpClient(archiver.uri());
        await().atMost(WAIT).until(() -> fixture.isMoved(id));
        long records = client.partition("denied", 0).path("records").asLong();
        var before = Instant.now();

        // When: the credentials are no longer valid
        withSecret(
            "expired",
            () -> {
              ArchiverFixture.publish(servers, "denied", 1, 100);
              await()
                  .atMost(WAIT)
                  .untilAsserted(
                      () -> assertThat(attempts(client, "denied")).isGreaterThanOrEqualTo(3));
              var status = client.partition("denied", 0);

              // Then: the status says why and since when, with the last known figures
              assertThat(status.path("phase").asText()).isEqualTo("BACKING_OFF");
              assertThat(status.path("detail").asText())
                  .contains("does not accept the credentials");
              assertThat(Instant.parse(status.path("failingSince").asText()))
                  .isBetween(before, Instant.now());
              assertThat(status.path("archiveProblem").asText())
                  .contains("does not accept the credentials");
              assertThat(status.path("records").asLong()).isEqualTo(records);
              assertThat(status.path("lag").asLong()).isPositive();
              assertThat(client.send("GET", "/metrics", "").body())
                  .contains("reprise_archive_backing_off");
            });

        // When, Then: the credentials are valid again
        await().atMost(WAIT).until(() -> fixture.isMoved(id));
        await().atMost(WAIT).until(() -> attempts(client, "denied") == 0);
        assertThat(client.partition("denied", 0).has("failingSince")).isFalse();
        assertThat(client.partition("denied", 0).has("archiveProblem")).isFalse();
      }
    }
  }

  @Test
  void countsTheLagToTheHighWatermarkAndShowsTheGapToTheLastStableOffset(RunningServers servers) {
    try (var fixture = new ArchiverFixture(servers, "open")) {
      // Given
      var id = fixture.create("open", 1, Map.of());
      ArchiverFixture.publish(servers, "open", 1, 100);
      try (var archiver = start(servers, fixture, "open");
          var producer = transactional(servers)) {
        var client = new ArchiverHttpClient(archiver.uri());
        await().atMost(WAIT).until(() -> fixture.isMoved(id));

        // When: a transaction stays open
        producer.initTransactions();
        producer.beginTransaction();
        send(producer, id, 7);

        // Then
        await().atMost(WAIT).untilAsserted(() -> assertLag(client, 7, 7));
        await()
            .atMost(WAIT)
            .untilAsserted(
                () ->
                    assertThat(client.send("GET", "/metrics", "").body())
                        .contains("reprise_archive_lag{topic=\"open\"} 7.0")
                        .contains("reprise_archive_stable_gap{topic=\"open\"} 7.0"));

        // When, Then: it ends
        producer.commitTransaction();
        await().atMost(WAIT).untilAsserted(() -> assertLag(client, 0, 0));
      }
    }
  }

  private static void assertLag(ArchiverHttpClient client, long lag, long stableGap) {
    var status = client.partition("open", 0);
    assertThat(status.path("lag").asLong(-1)).isEqualTo(lag);
    assertThat(status.path("stableGap").asLong(-1)).isEqualTo(stableGap);
  }

  private static int attempts(ArchiverHttpClient client, String topic) {
    return client.partition(topic, 0).path("failedAttempts").asInt();
  }

  private static ArchiverService start(
      RunningServers servers, ArchiverFixture fixture, String topic) {
    return ArchiverService.start(
        fixture.settings(servers, Map.of(topic, ArchiverFixture.eager(32)), "status-of-" + topic),
        fault -> {});
  }

  private static void withSecret(String secret, Runnable action) {
    System.setProperty("aws.secretAccessKey", secret);
    try {
      action.run();
    } finally {
      System.setProperty("aws.secretAccessKey", EmbeddedS3.SECRET_KEY);
    }
  }

  private static KafkaProducer<byte[], byte[]> transactional(RunningServers servers) {
    var settings = new HashMap<>(servers.client());
    settings.put("transactional.id", "stays-open");
    return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
  }

  private static void send(KafkaProducer<byte[], byte[]> producer, PartitionId id, int records) {
    for (int i = 0; i < records; i++) {
      producer.send(new ProducerRecord<>(id.topic(), 0, new byte[] {(byte) i}, new byte[8]));
    }
    producer.flush();
  }
}
