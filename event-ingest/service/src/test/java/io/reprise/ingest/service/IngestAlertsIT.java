package io.reprise.ingest.service;

import static io.reprise.ingest.service.IngestFixture.STRUCTURED;
import static io.reprise.ingest.service.IngestFixture.event;
import static io.reprise.ingest.service.IngestFixture.post;
import static io.reprise.runtime.alert.FaultAlerts.assertFiresAndClears;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.reprise.embedded.EmbeddedBroker;
import io.reprise.embedded.EmbeddedRegistry;
import io.reprise.embedded.FreePorts;
import io.reprise.ingest.service.limit.Limits;
import io.reprise.runtime.alert.CuttableRelay;
import io.reprise.runtime.alert.FaultAlerts;
import io.reprise.runtime.alert.ScrapedSeries;
import io.reprise.schemas.registry.SchemaRegistry;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Causes the fault that an ingest service has alerts for: Kafka goes away while events arrive. */
class IngestAlertsIT {
  private static final String SCHEMA =
      "{\"type\":\"record\",\"name\":\"E\",\"fields\":[{\"name\":\"userId\",\"type\":\"string\"},{\"name\":\"action\",\"type\":\"string\"},{\"name\":\"occurredAt\",\"type\":\"long\"}]}";
  private static final String SILENCE = "reprise_ingest_kafka_silence_seconds";
  private static final String IDS_BEHIND = "reprise_ingest_ids_behind_seconds";
  private static final Duration STEP = Duration.ofSeconds(15);

  /** Requests, and scrapes, in the five minutes of which a rate is taken, and some more. */
  private static final int OF_A_RATE = 24;

  @BeforeAll
  static void requirePromtool() {
    FaultAlerts.requirePromtool(IngestAlertsIT.class);
  }

  @Test
  void kafkaIsAwayWhileEventsArrive(@TempDir Path directory) throws Exception {
    var series = new ScrapedSeries("reprise-ingest", STEP);
    int port = FreePorts.next();
    try (var relay = CuttableRelay.start().connectTo(port);
        var registry = EmbeddedRegistry.startTemporary();
        var broker =
            EmbeddedBroker.start(directory, port, FreePorts.next(), behind(relay.port()))) {
      var bootstrap = "127.0.0.1:" + relay.port();
      assertThat(broker.bootstrapServers()).isNotEqualTo(bootstrap);
      try (var client = SchemaRegistry.at(registry.uri());
          var admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
        // A busy machine may keep a registry that has just started from an answer in time.
        var schema = new Schema.Parser().parse(SCHEMA);
        await()
            .atMost(Duration.ofMinutes(2))
            .ignoreExceptions()
            .until(() -> client.register("events-value", schema) > 0);
        IngestFixture.create(admin, "events", 1);
      }
      try (var service =
          IngestService.start(IngestFixture.config("one", bootstrap, registry.uri(), soon()))) {
        // Given
        assertThat(send(service.uri(), 0)).isEqualTo(201);
        series.scrapeWhen(service.uri(), () -> series.newest(IDS_BEHIND) < 10);
        series.scrape(service.uri(), 4);

        // When
        series.faultBegins();
        relay.cut();
        assertThat(send(service.uri(), 1)).isEqualTo(503);
        series.scrapeWhen(service.uri(), () -> series.newest(SILENCE) > 10);
        series.scrapeWhen(service.uri(), () -> series.newest(IDS_BEHIND) > 30);
        for (int i = 0; i < 2 * OF_A_RATE; i++) {
          assertThat(send(service.uri(), 2)).isEqualTo(503);
          series.scrape(service.uri(), 1);
        }
        series.faultIsOver();
        relay.restore();
        await()
            .atMost(Duration.ofMinutes(2))
            .until(() -> send(service.uri(), 3), status -> status == 201 || status == 200);
        series.scrapeWhen(
            service.uri(), () -> series.newest(IDS_BEHIND) < 10 && series.newest(SILENCE) < 5);
        for (int i = 0; i < OF_A_RATE; i++) {
          assertThat(send(service.uri(), 100 + i)).isEqualTo(201);
          series.scrape(service.uri(), 1);
        }
      }
    }

    // Then
    assertFiresAndClears("RepriseIngestKafkaSilent", series);
    assertFiresAndClears("RepriseIngestIdsBehind", series);
    assertFiresAndClears("RepriseIngestErrors", series);
  }

  private static int send(URI service, int id) {
    return post(service, "events", STRUCTURED, event(Integer.toString(id), "u")).statusCode();
  }

  private static Map<String, String> behind(int port) {
    var settings = new HashMap<>(EmbeddedBroker.ONE_MACHINE);
    settings.put("advertised.listeners", "PLAINTEXT://127.0.0.1:" + port);
    return settings;
  }

  /** Limits with which a request does not wait for Kafka for long. */
  private static Limits soon() {
    return new Limits(
        null, null, null, null, null, null, null, Duration.ofSeconds(2), Duration.ofSeconds(3));
  }
}
