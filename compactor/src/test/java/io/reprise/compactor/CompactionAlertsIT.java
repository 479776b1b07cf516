package io.reprise.compactor;

import static io.reprise.runtime.alert.FaultAlerts.assertFiresAndClears;
import static org.awaitility.Awaitility.await;

import io.reprise.embedded.RunningServers;
import io.reprise.embedded.Servers;
import io.reprise.runtime.alert.FaultAlerts;
import io.reprise.runtime.alert.ScrapedSeries;
import io.reprise.store.fold.Reducers;
import io.reprise.store.snapshot.SnapshotCodec;
import io.reprise.store.snapshot.SnapshotTopic;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Causes the faults that a compactor has alerts for. All tests use one compactor. */
@ExtendWith(Servers.class)
class CompactionAlertsIT {
  private static final String JOB = "reprise-compactor";
  private static final Duration STEP = Duration.ofSeconds(15);
  private static final Duration LIMIT = Duration.ofSeconds(90);
  private static final Duration AT_ONCE = Duration.ofMillis(100);
  private static final String AUDITED = "alert-audited";
  private static final String BAD = "alert-bad";

  /** {@link FaultInjectingReducer} folds nothing of this topic while its file exists. */
  private static final String STUCK = "passing-alert";

  private static final SnapshotTopic COUNTS =
      new SnapshotTopic(AUDITED, Reducers.onClassPath().find("count-by-type", 1).id());

  private static CompactorFixture fixture;
  private static CompactorService compactor;
  private static URI uri;

  @BeforeAll
  static void start(RunningServers servers) {
    FaultAlerts.requirePromtool(CompactionAlertsIT.class);
    fixture = new CompactorFixture(servers);
    for (var topic : List.of(AUDITED, BAD, STUCK)) {
      fixture.create(topic, 1);
    }
    fixture.publish(AUDITED, "u1", "login", "v");
    fixture.publish(BAD, "u1", "x", "good");
    fixture.publish(STUCK, "u1", "x", "good");
    compactor =
        CompactorService.start(
            CompactorFixture.config(
                servers.bootstrapServers(),
                servers.newDirectory("state"),
                "alerts",
                Map.of(
                    AUDITED,
                    List.of(CompactorFixture.reducer("count-by-type", 10, AT_ONCE)),
                    BAD,
                    List.of(CompactorFixture.reducer("fault-injecting", 10, AT_ONCE)),
                    STUCK,
                    List.of(CompactorFixture.reducer("fault-injecting", 10, AT_ONCE)))));
    uri = compactor.uri();
  }

  @AfterAll
  static void stop() throws IOException {
    Files.deleteIfExists(FaultInjectingReducer.UNREACHABLE);
    if (compactor != null) {
      compactor.close();
      fixture.close();
    }
  }

  private static String series(String metric, String topic, String reducer) {
    return "reprise_compactor_%s{reducer=\"%s\",topic=\"%s\"}".formatted(metric, reducer, topic);
  }

  @Test
  void aSnapshotDiffersFromItsEvents() throws Exception {
    // Given
    var minutes = new ScrapedSeries(JOB, Duration.ofMinutes(1));
    var differences = series("audit_differences_total", AUDITED, "count-by-type.v1");
    await().atMost(LIMIT).until(() -> fixture.isSnapshotted(COUNTS, 0));
    minutes.scrapeWhen(uri, () -> minutes.newest(differences) == 0);
    minutes.scrape(uri, 3);

    // When
    minutes.faultBegins();
    forgeDeletion("u1");
    minutes.scrapeWhen(uri, () -> minutes.newest(differences) > 0);
    minutes.scrape(uri, 2);
    fixture.publish(AUDITED, "u1", "login", "v");
    await().atMost(LIMIT).until(CompactionAlertsIT::auditsFindNoDifference);
    minutes.faultIsOver();
    minutes.scrapeFor(uri, Duration.ofHours(1));

    // Then
    assertFiresAndClears("RepriseAuditDifference", minutes);
  }

  /** Writes a deletion of a snapshot that no event has caused. */
  private static void forgeDeletion(String key) {
    var snapshot =
        fixture.read(COUNTS.name(), 0).stream()
            .filter(record -> !SnapshotCodec.isWatermark(record.key()))
            .filter(record -> CompactorFixture.text(record.key()).equals(key))
            .reduce((older, newer) -> newer)
            .orElseThrow();
    fixture.publish(
        List.of(
            new ProducerRecord<>(
                COUNTS.name(), 0, null, snapshot.key(), null, snapshot.headers())));
  }

  private static boolean auditsFindNoDifference() {
    var answers =
        new CompactorHttpClient(uri)
            .post(
                "/api/v1/snapshots/audit",
                "{\"topic\":\"%s\",\"reducer\":\"count-by-type\",\"keys\":[\"u1\"]}"
                    .formatted(AUDITED));
    var summary = answers.get(answers.size() - 1).path("summary");
    return summary.path("keys").asInt() == 1 && summary.path("differing").asInt() == 0;
  }

  @Test
  void anEventCannotBeFolded() throws Exception {
    // Given
    var quarters = new ScrapedSeries(JOB, STEP);
    var parked = series("parked_total", BAD, "fault-injecting.v1");
    quarters.scrapeWhen(uri, () -> quarters.newest(parked) == 0);
    quarters.scrape(uri, 3);

    // When
    quarters.faultBegins();
    fixture.publish(BAD, "u1", "x", "bad");
    quarters.scrapeWhen(uri, () -> quarters.newest(parked) == 1);
    quarters.scrape(uri, 2);
    quarters.faultIsOver();
    quarters.scrapeFor(uri, Duration.ofMinutes(15));

    // Then
    assertFiresAndClears("RepriseEventsParked", quarters);
  }

  @Test
  void aReducerIsStuckWhileEventsArrive() throws Exception {
    // Given
    var minutes = new ScrapedSeries(JOB, Duration.ofMinutes(1));
    var lag = series("lag", STUCK, "fault-injecting.v1");
    minutes.scrapeWhen(uri, () -> minutes.newest(lag) == 0);
    minutes.scrape(uri, 3);

    // When
    minutes.faultBegins();
    Files.createFile(FaultInjectingReducer.UNREACHABLE);
    publishToStuck(11_000);
    minutes.scrapeWhen(uri, () -> minutes.newest(lag) > 10_000);
    minutes.scrape(uri, 10);
    double before = minutes.newest(lag);
    publishToStuck(1_000);
    minutes.scrapeWhen(uri, () -> minutes.newest(lag) > before);
    minutes.scrape(uri, 12);
    minutes.faultIsOver();
    Files.delete(FaultInjectingReducer.UNREACHABLE);
    minutes.scrapeWhen(uri, () -> minutes.newest(lag) == 0);

    // Then
    assertFiresAndClears("RepriseCompactorLagGrows", minutes);
  }

  /** Each user has few events, because the reducer concatenates them. */
  private static void publishToStuck(int events) {
    fixture.publish(
        IntStream.range(0, events)
            .mapToObj(i -> CompactorFixture.event(STUCK, 0, "u" + i, "x", "good"))
            .toList());
  }
}
