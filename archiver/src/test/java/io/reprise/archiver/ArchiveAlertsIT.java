package io.reprise.archiver;

import static io.reprise.runtime.alert.FaultAlerts.assertFiresAndClears;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.reprise.embedded.EmbeddedS3;
import io.reprise.embedded.RunningServers;
import io.reprise.embedded.Servers;
import io.reprise.runtime.access.AuthenticationConfig;
import io.reprise.runtime.access.Token;
import io.reprise.runtime.alert.CuttableRelay;
import io.reprise.runtime.alert.FaultAlerts;
import io.reprise.runtime.alert.ScrapedSeries;
import io.reprise.runtime.http.ActionRecord;
import io.reprise.runtime.http.HttpConfig;
import io.reprise.store.archive.PartitionId;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Causes the faults that an archiver has alerts for. */
@ExtendWith(Servers.class)
class ArchiveAlertsIT {
  private static final String JOB = "reprise-archiver";
  private static final Duration WAIT = Duration.ofSeconds(90);
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final Duration MINUTE = Duration.ofMinutes(1);

  @BeforeAll
  static void requirePromtool() {
    FaultAlerts.requirePromtool(ArchiveAlertsIT.class);
  }

  @Test
  void aSegmentDiffersWhenItIsReadBack(RunningServers servers) throws Exception {
    var series = new ScrapedSeries(JOB, MINUTE);
    try (var relay = CuttableRelay.start().connectTo(servers.s3().getPort());
        var fixture =
            new ArchiverFixture(
                servers.bootstrapServers(),
                URI.create("http://127.0.0.1:" + relay.port()),
                "bit")) {
      // Given
      var id = fixture.create("alert-bit", 1, Map.of());
      ArchiverFixture.publish(servers, "alert-bit", 1, 100);
      try (var archiver = start(servers, fixture, "alert-bit")) {
        await().atMost(WAIT).until(() -> fixture.isMoved(id));
        series.scrape(archiver.uri(), 4);

        // When
        series.faultBegins();
        relay.damageLongAnswers();
        ArchiverFixture.publish(servers, "alert-bit", 1, 100);
        series.scrapeWhen(archiver.uri(), () -> series.newest("reprise_archive_faults_total") > 0);
        series.scrape(archiver.uri(), 2);
        series.faultIsOver();
        relay.restore();
        await().atMost(WAIT).until(() -> fixture.isMoved(id));
        series.scrapeFor(archiver.uri(), Duration.ofHours(1));
      }
    }

    // Then
    assertFiresAndClears("RepriseArchiveFault", series);
  }

  @Test
  void theObjectStoreRefusesAccess(RunningServers servers) throws Exception {
    var series = new ScrapedSeries(JOB, MINUTE);
    try (var fixture = new ArchiverFixture(servers, "refused")) {
      // Given
      var id = fixture.create("alert-refused", 1, Map.of());
      ArchiverFixture.publish(servers, "alert-refused", 1, 100);
      try (var archiver = start(servers, fixture, "alert-refused")) {
        await().atMost(WAIT).until(() -> fixture.isMoved(id));
        series.scrape(archiver.uri(), 4);

        // When
        series.faultBegins();
        System.setProperty("aws.secretAccessKey", "expired");
        ArchiverFixture.publish(servers, "alert-refused", 1, 100);
        series.scrapeWhen(archiver.uri(), () -> series.newest("reprise_archive_backing_off") > 0);
        series.scrapeFor(archiver.uri(), Duration.ofMinutes(10));
        series.faultIsOver();
        System.setProperty("aws.secretAccessKey", EmbeddedS3.SECRET_KEY);
        series.scrapeWhen(archiver.uri(), () -> series.newest("reprise_archive_backing_off") == 0);
      }
    } finally {
      System.setProperty("aws.secretAccessKey", EmbeddedS3.SECRET_KEY);
    }

    // Then
    assertFiresAndClears("RepriseArchiveBackingOff", series);
  }

  @Test
  void aTransactionStaysOpenWhileMoreIsWritten(RunningServers servers) throws Exception {
    var series = new ScrapedSeries(JOB, MINUTE);
    var gap = "reprise_archive_stable_gap{topic=\"alert-open\"}";
    try (var fixture = new ArchiverFixture(servers, "open-alert")) {
      // Given
      var id = fixture.create("alert-open", 1, Map.of());
      ArchiverFixture.publish(servers, "alert-open", 1, 100);
      try (var archiver = start(servers, fixture, "alert-open");
          var producer = transactional(servers)) {
        await().atMost(WAIT).until(() -> fixture.isMoved(id));
        series.scrapeWhen(archiver.uri(), () -> series.newest(gap) == 0);
        series.scrape(archiver.uri(), 4);

        // When
        series.faultBegins();
        producer.initTransactions();
        producer.beginTransaction();
        send(producer, 5);
        series.scrapeWhen(archiver.uri(), () -> series.newest(gap) == 5);
        series.scrape(archiver.uri(), 10);
        send(producer, 5);
        series.scrapeWhen(archiver.uri(), () -> series.newest(gap) == 10);
        series.scrape(archiver.uri(), 12);
        series.faultIsOver();
        producer.commitTransaction();
        series.scrapeWhen(archiver.uri(), () -> series.newest(gap) == 0);
      }
    }

    // Then
    assertFiresAndClears("RepriseStableOffsetStuck", series);
  }

  @Test
  void theAuditTopicRefusesRecords(RunningServers servers, @TempDir Path directory)
      throws Exception {
    var token = Token.create(new SecureRandom());
    var lost = "reprise_audit_lost_total";
    var series = new ScrapedSeries(JOB, MINUTE).withToken(token);
    try (var fixture = new ArchiverFixture(servers, "audit-alert")) {
      // Given
      var audit = fixture.create(ActionRecord.TOPIC, 1, Map.of());
      var config = authenticating(fixture.settings(servers, Map.of(), "audited"), token, directory);
      try (var archiver = ArchiverService.start(config, fault -> {})) {
        awaitRecorded(archiver.uri(), fixture, audit);
        series.scrape(archiver.uri(), 4);

        // When
        series.faultBegins();
        fixture.set(ActionRecord.TOPIC, "max.message.bytes", "1");
        series.scrapeWhen(
            archiver.uri(),
            () -> {
              requestWithoutToken(archiver.uri());
              return series.newest(lost) > 0;
            });
        series.scrape(archiver.uri(), 2);
        series.faultIsOver();
        fixture.set(ActionRecord.TOPIC, "max.message.bytes", "1048588");
        awaitRecorded(archiver.uri(), fixture, audit);
        series.scrapeFor(archiver.uri(), Duration.ofHours(1));
      }
    }

    // Then
    assertFiresAndClears("RepriseAuditRecordsLost", series);
  }

  private static ArchiverConfig authenticating(ArchiverConfig config, Token token, Path directory)
      throws IOException {
    var tokens = directory.resolve("tokens.yaml");
    var policy = directory.resolve("policy.yaml");
    Files.writeString(
        tokens, "tokens:\n- {principal: ann, sha256: %s}\n".formatted(token.sha256Hex()));
    Files.writeString(policy, "bindings:\n- {principal: ann, role: viewer, topics: []}\n");
    var authentication = new AuthenticationConfig(tokens, policy);
    return new ArchiverConfig(
        config.name(),
        config.kafka(),
        new HttpConfig("127.0.0.1", 0, null, authentication, false),
        null,
        config.store(),
        config.spool(),
        config.topics(),
        config.group(),
        config.anchors(),
        config.snapshots(),
        config.uploads());
  }

  /** Sends requests until one more record of a refused request is in the topic. */
  private static void awaitRecorded(URI archiver, ArchiverFixture fixture, PartitionId audit) {
    long before = fixture.facts(audit).committedEnd();
    await()
        .atMost(WAIT)
        .until(
            () -> {
              requestWithoutToken(archiver);
              return fixture.facts(audit).committedEnd() > before;
            });
  }

  private static void requestWithoutToken(URI archiver) {
    var request =
        HttpRequest.newBuilder(archiver.resolve("/api/v1/archive/holds"))
            .timeout(WAIT)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString("{\"topic\":\"orders\"}"))
            .build();
    try {
      var answer = HTTP.send(request, BodyHandlers.discarding());
      assertThat(answer.statusCode()).isEqualTo(401);
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static ArchiverService start(
      RunningServers servers, ArchiverFixture fixture, String topic) {
    return ArchiverService.start(
        fixture.settings(servers, Map.of(topic, ArchiverFixture.eager(32)), "archiver-of-" + topic),
        fault -> {});
  }

  private static KafkaProducer<byte[], byte[]> transactional(RunningServers servers) {
    var settings = new HashMap<>(servers.client());
    settings.put("transactional.id", "forgets-its-transaction");
    return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
  }

  private static void send(KafkaProducer<byte[], byte[]> producer, int records) {
    for (int i = 0; i < records; i++) {
      producer.send(new ProducerRecord<>("alert-open", 0, new byte[] {(byte) i}, new byte[8]));
    }
    producer.flush();
  }
}
