package io.reprise.ingest.service;

import static io.reprise.ingest.service.IngestFixture.STRUCTURED;
import static io.reprise.ingest.service.IngestFixture.event;
import static io.reprise.ingest.service.IngestFixture.get;
import static io.reprise.ingest.service.IngestFixture.json;
import static io.reprise.ingest.service.IngestFixture.metric;
import static io.reprise.ingest.service.IngestFixture.post;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.reprise.ingest.service.limit.Limits;
import io.reprise.runtime.http.HttpConfig;
import io.reprise.runtime.json.ByteSize;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class SlowKafkaIT {
  private static final ByteSize SMALL = ByteSize.ofKiB(64);
  private static final HttpConfig HTTP = new HttpConfig("127.0.0.1", 0, SMALL);

  private static Backend backend;

  @BeforeAll
  static void start() {
    backend = Backend.start();
  }

  @AfterAll
  static void stop() {
    backend.close();
  }

  private static Limits limits(Duration silence) {
    return new Limits(null, null, null, 60_000, null, null, SMALL, Duration.ofMillis(500), silence);
  }

  private static HttpResponse<String> postLarge(URI service, String topic, int number) {
    var event = event("large-" + number, "u").replace("/shop", "/shop/" + "x".repeat(20_000));
    return post(service, topic, STRUCTURED, event);
  }

  /** Nothing is lost, stored twice, or held without bound; and nobody is told what is not so. */
  @Test
  void answers429WhenKafkaIsSlowerThanWhatComesInAndKeepsEveryIdSingle() {
    backend.create("slow", 1);
    var config = backend.config("slow", HTTP, null, limits(Duration.ofMinutes(10)));
    try (var service = IngestService.start(config)) {
      awaitStored(service.uri(), "slow", event("1", "u"));

      backend.proxy().stall();
      var unknown = post(service.uri(), "slow", STRUCTURED, event("2", "u"));
      var again = post(service.uri(), "slow", STRUCTURED, event("2", "u"));
      assertThat(unknown.statusCode()).as(unknown.body()).isEqualTo(503);
      assertThat(unknown.body()).contains("outcome-unknown", "same source and id");
      assertThat(again.statusCode()).isEqualTo(503);
      assertThat(metric(service.uri(), "reprise_ingest_unacknowledged")).isEqualTo(1);

      var statuses = new TreeMap<Integer, Integer>();
      for (int i = 0; i < 6; i++) {
        var answer = postLarge(service.uri(), "slow", i);
        statuses.merge(answer.statusCode(), 1, Integer::sum);
        if (answer.statusCode() == 429) {
          assertThat(answer.headers().firstValue("Retry-After")).contains("1");
        }
      }
      assertThat(statuses).containsOnlyKeys(429, 503);
      assertThat(metric(service.uri(), "reprise_ingest_inflight_bytes"))
          .isLessThan(2 * SMALL.bytes());

      backend.proxy().resume();
      var first = json(awaitStored(service.uri(), "slow", event("2", "u")));
      assertThat(first.path("duplicate").asBoolean()).isTrue();
      await().until(() -> metric(service.uri(), "reprise_ingest_unacknowledged") == 0);
      for (int i = 0; i < 6; i++) {
        assertThat(postLarge(service.uri(), "slow", i).statusCode()).isIn(200, 201);
      }
      assertEachIsStoredOnce("slow", 8);
      assertThat(metric(service.uri(), "reprise_ingest_inflight_bytes")).isZero();
    } finally {
      backend.proxy().resume();
    }
  }

  private static HttpResponse<String> awaitStored(URI service, String topic, String event) {
    return await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> post(service, topic, STRUCTURED, event), answer -> answer.statusCode() < 300);
  }

  private static void assertEachIsStoredOnce(String topic, int events) {
    assertThat(backend.read(topic, 1))
        .extracting(
            r -> new String(r.headers().lastHeader("ce_id").value(), StandardCharsets.UTF_8))
        .doesNotHaveDuplicates()
        .hasSize(events);
  }

  @Test
  void answers503AtOnceWhenKafkaHasBeenSilentForTooLong() {
    backend.create("silent", 1);
    var config = backend.config("silent", HTTP, null, limits(Duration.ofMillis(700)));
    try (var service = IngestService.start(config)) {
      awaitStored(service.uri(), "silent", event("1", "u"));

      backend.proxy().stall();
      await()
          .atMost(Duration.ofSeconds(10))
          .until(
              () -> post(service.uri(), "silent", STRUCTURED, event("2", "u")).body(),
              body -> body.contains("kafka-silent"));

      backend.proxy().resume();
      awaitStored(service.uri(), "silent", event("2", "u"));
      assertEachIsStoredOnce("silent", 2);
    } finally {
      backend.proxy().resume();
    }
  }

  /** The Kafka client knows no leader of the topic, and refuses each event after 2 s. */
  @Test
  void silenceGoesOnAlthoughNoEventWaitsBetweenTwoRequests() {
    backend.create("unsent", 1);
    var config = backend.config("unsent", HTTP, null, limits(Duration.ofMinutes(10)));
    try (var before = IngestService.start(config)) {
      awaitStored(before.uri(), "unsent", event("1", "u"));
    }
    try (var service = IngestService.start(config)) {
      await()
          .atMost(Duration.ofMinutes(2))
          .until(() -> get(service.uri(), "/health/ready").statusCode() == 200);

      backend.proxy().stall();
      for (int i = 0; i < 3; i++) {
        var answer = post(service.uri(), "unsent", STRUCTURED, event("2", "u"));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(503);
        assertThat(answer.body()).contains("the event was not sent to Kafka");
      }
      assertThat(metric(service.uri(), "reprise_ingest_unacknowledged")).isZero();
      assertThat(metric(service.uri(), "reprise_ingest_kafka_silence_seconds")).isGreaterThan(3);

      backend.proxy().resume();
      awaitStored(service.uri(), "unsent", event("2", "u"));
      await()
          .atMost(Duration.ofMinutes(2))
          .until(() -> metric(service.uri(), "reprise_ingest_kafka_silence_seconds") == 0);
    } finally {
      backend.proxy().resume();
    }
  }
}
