package io.reprise.replay;

import static io.reprise.runtime.alert.FaultAlerts.assertFiresAndClears;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.reprise.embedded.EmbeddedBroker;
import io.reprise.embedded.FreePorts;
import io.reprise.replay.target.TargetConfig;
import io.reprise.runtime.alert.CuttableRelay;
import io.reprise.runtime.alert.FaultAlerts;
import io.reprise.runtime.alert.ScrapedSeries;
import io.reprise.runtime.config.KafkaConfig;
import io.reprise.runtime.http.HttpConfig;
import io.reprise.runtime.json.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Causes faults that workers have alerts for. All tests use one worker, which reaches Kafka through
 * a relay that a test can cut.
 */
class ReplayAlertsIT {
  private static final String JOB = "reprise-worker";
  private static final String COORDINATOR = "reprise_worker_coordinator";
  private static final String FAILED = "reprise_replays{state=\"FAILED\"}";
  private static final Duration STEP = Duration.ofSeconds(15);
  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final int EVENTS = 3_000;
  private static final int SLOTS = 1;

  @TempDir static Path directory;

  private static final List<RuntimeException> fatal = new CopyOnWriteArrayList<>();
  private static final HttpClient http = HttpClient.newHttpClient();
  private static CuttableRelay kafka;
  private static EmbeddedBroker broker;
  private static WorkerService worker;
  private static URI uri;

  private final ScrapedSeries series = new ScrapedSeries(JOB, STEP);

  @BeforeAll
  static void start() throws Exception {
    FaultAlerts.requirePromtool(ReplayAlertsIT.class);
    int port = FreePorts.next();
    kafka = CuttableRelay.start().connectTo(port);
    var settings = new HashMap<>(EmbeddedBroker.ONE_MACHINE);
    settings.put("advertised.listeners", "PLAINTEXT://" + bootstrap());
    broker = EmbeddedBroker.start(directory.resolve("broker"), port, FreePorts.next(), settings);
    createTopics();
    worker = WorkerService.start(config(), fatal::add);
    uri = worker.uri();
  }

  private static String bootstrap() {
    return "127.0.0.1:" + kafka.port();
  }

  private static Map<String, Object> client() {
    return Map.of("bootstrap.servers", bootstrap());
  }

  private static void createTopics() throws Exception {
    var topics = new TopicFixture(bootstrap());
    for (var topic : List.of("hot", "copy", "keyless")) {
      topics.create(topic, 1);
    }
    topics.create("compacted", 1, Map.of("cleanup.policy", "compact"));
    topics.publish("hot", EVENTS, 50);
    try (var producer = producer(client())) {
      producer.send(new ProducerRecord<>("keyless", 0, null, new byte[8])).get();
    }
  }

  private static KafkaProducer<byte[], byte[]> producer(Map<String, Object> settings) {
    return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
  }

  private static WorkerConfig config() {
    return new WorkerConfig(
        "w1",
        new KafkaConfig(bootstrap(), null),
        new WorkerConfig.Control("alerts", SLOTS, (short) 1, Duration.ofSeconds(3), null),
        new HttpConfig("127.0.0.1", 0),
        Map.of(
            "copy", new TargetConfig.KafkaTopic("copy"),
            "compacted", new TargetConfig.KafkaTopic("compacted")),
        2);
  }

  @AfterAll
  static void stop() {
    if (worker != null) {
      worker.close();
      broker.close();
      kafka.close();
      assertThat(fatal).isEmpty();
    }
  }

  @BeforeEach
  void awaitCoordinator() {
    kafka.restore();
    series.scrapeWhen(uri, () -> series.newest(COORDINATOR) == 1 && series.newest(FAILED) >= 0);
  }

  @Test
  void aReplayFails() throws Exception {
    // Given: a record without a key, which a compacted topic refuses
    double failed = series.newest(FAILED);
    series.scrape(uri, 4);

    // When
    series.faultBegins();
    start("keyless", "compacted", "");
    series.scrapeWhen(uri, () -> series.newest(FAILED) > failed);
    series.scrape(uri, 2);
    series.faultIsOver();
    series.scrapeFor(uri, Duration.ofMinutes(15));

    // Then
    assertFiresAndClears("RepriseReplayFailed", series);
  }

  @Test
  void kafkaIsAwayWhileAReplayRuns() throws Exception {
    // Given
    var age = "reprise_worker_control_age_seconds";
    var id = start("hot", "copy", ",\"throttle\":{\"recordsPerSecond\":10}");
    series.scrapeWhen(uri, () -> delivered(id) > 0 && series.newest(age) < 5);
    series.scrape(uri, 4);

    // When
    series.faultBegins();
    kafka.cut();
    series.scrapeWhen(uri, () -> series.newest(age) > 5 && series.newest(COORDINATOR) == 0);
    series.scrapeFor(uri, Duration.ofMinutes(1));
    series.scrape(uri, 4);
    series.faultIsOver();
    kafka.restore();
    series.scrapeWhen(uri, () -> series.newest(age) < 5 && series.newest(COORDINATOR) == 1);
    cancel(id);

    // Then
    assertFiresAndClears("RepriseControlStateOld", series);
    assertFiresAndClears("RepriseNoCoordinator", series);
  }

  /** Plans and creates a replay, and returns its id. */
  private static String create(String source, String target, String more) {
    var spec =
        "{\"reason\":\"test\",\"target\":\"%s\",\"source\":{\"topic\":\"%s\"}%s}"
            .formatted(target, source, more);
    return request("POST", "/api/v1/replays", "{\"spec\":%s}".formatted(spec)).path("id").asText();
  }

  private static void start(String id) {
    var hash = request("GET", "/api/v1/replays/" + id, "").at("/plan/hash").asText();
    var body = "{\"planHash\":\"%s\",\"again\":true}".formatted(hash);
    request("POST", "/api/v1/replays/" + id + "/start", body);
  }

  private static String start(String source, String target, String more) {
    var id = create(source, target, more);
    start(id);
    return id;
  }

  private static String state(String id) {
    return replay(id).path("state").asText();
  }

  private static long delivered(String id) {
    return request("GET", "/api/v1/replays/" + id + "/receipt", "").path("delivered").asLong();
  }

  private static JsonNode replay(String id) {
    return request("GET", "/api/v1/replays/" + id, "").path("summary");
  }

  private static void cancel(String id) {
    request("POST", "/api/v1/replays/" + id + "/cancel", "");
    await().atMost(LIMIT).until(() -> state(id).equals("CANCELLED"));
  }

  private static JsonNode request(String method, String path, String body) {
    try {
      var request =
          HttpRequest.newBuilder(uri.resolve(path))
              .timeout(LIMIT)
              .header("Content-Type", "application/json")
              .method(method, HttpRequest.BodyPublishers.ofString(body))
              .build();
      var answer = http.send(request, BodyHandlers.ofString());
      assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 299);
      return Json.json().readTree(answer.body());
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
