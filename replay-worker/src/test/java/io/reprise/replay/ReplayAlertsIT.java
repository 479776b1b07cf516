package io.reprise.replay;

import static io.reprise.runtime.alert.FaultAlerts.assertFiresAndClears;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.reprise.embedded.EmbeddedBroker;
import io.reprise.embedded.EmbeddedS3;
import io.reprise.embedded.FreePorts;
import io.reprise.replay.target.TargetConfig;
import io.reprise.runtime.alert.CuttableRelay;
import io.reprise.runtime.alert.FaultAlerts;
import io.reprise.runtime.alert.ScrapedSeries;
import io.reprise.runtime.config.KafkaConfig;
import io.reprise.runtime.http.HttpConfig;
import io.reprise.runtime.json.Json;
import io.reprise.store.archive.read.CacheConfig;
import io.reprise.store.object.s3.S3Config;
import io.reprise.store.object.s3.S3ObjectStore;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Causes the faults that workers have alerts for. All tests use one worker, which reaches Kafka and
 * the object store through relays that a test can cut.
 */
class ReplayAlertsIT {
  private static final String JOB = "reprise-worker";
  private static final String COORDINATOR = "reprise_worker_coordinator";
  private static final String FAILED = "reprise_replays{state=\"FAILED\"}";
  private static final Duration STEP = Duration.ofSeconds(15);
  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final int EVENTS = 10_000;
  private static final int SLOTS = 1;

  /** Archived records. They are larger than what a worker caches, so reading on needs the store. */
  private static final int TRIMMED = 1_500;

  private static final int COLD_BYTES = 20_000;
  private static final CacheConfig SMALL_CACHE = new CacheConfig(1, null, null);

  /** The alert fires after more than 10. */
  private static final int FENCINGS = 12;

  private static final int MOST_TAKEOVERS = 30;

  /** Records whose delivery shows that the worker has taken the slot over again. */
  private static final int BETWEEN_TAKEOVERS = 10;

  @TempDir static Path directory;

  private static final List<RuntimeException> fatal = new CopyOnWriteArrayList<>();
  private static final HttpClient http = HttpClient.newHttpClient();
  private static CuttableRelay kafka;
  private static CuttableRelay store;
  private static EmbeddedBroker broker;
  private static EmbeddedS3 s3;
  private static WorkerService worker;
  private static URI uri;

  private final ScrapedSeries series = new ScrapedSeries(JOB, STEP);

  @BeforeAll
  static void start() throws Exception {
    FaultAlerts.requirePromtool(ReplayAlertsIT.class);
    System.setProperty("aws.accessKeyId", EmbeddedS3.ACCESS_KEY);
    System.setProperty("aws.secretAccessKey", EmbeddedS3.SECRET_KEY);
    s3 = EmbeddedS3.startTemporary();
    store = CuttableRelay.start().connectTo(s3.uri().getPort());
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
    for (var topic : List.of("cold", "hot", "copy", "keyless")) {
      topics.create(topic, 1);
    }
    topics.create("compacted", 1, Map.of("cleanup.policy", "compact"));
    topics.publish("hot", EVENTS, 50);
    try (var producer = producer(client())) {
      producer.send(new ProducerRecord<>("keyless", 0, null, new byte[8])).get();
      var random = new Random(1);
      for (int i = 0; i < TRIMMED; i++) {
        var value = new byte[COLD_BYTES];
        random.nextBytes(value);
        producer.send(new ProducerRecord<>("cold", 0, new byte[] {1}, value));
      }
    }
    topics.publish("cold", 100, 50);
    try (var admin = Admin.create(client());
        var objects = S3ObjectStore.open(bucket())) {
      var spools = Files.createDirectory(directory.resolve("spools"));
      var archived = new ArchivedTopic(client(), admin, objects, spools, "cold");
      archived.copy(TRIMMED);
      archived.trim(admin, TRIMMED);
    }
  }

  private static KafkaProducer<byte[], byte[]> producer(Map<String, Object> settings) {
    return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
  }

  private static S3Config bucket() {
    var address = URI.create("http://127.0.0.1:" + store.port());
    return new S3Config(address, null, EmbeddedS3.BUCKET, "alerts", null, null, null);
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
        2,
        new WorkerConfig.Archive(bucket(), SMALL_CACHE));
  }

  @AfterAll
  static void stop() {
    if (worker != null) {
      worker.close();
      broker.close();
      s3.close();
      store.close();
      kafka.close();
      assertThat(fatal).isEmpty();
    }
  }

  @BeforeEach
  void awaitCoordinator() {
    kafka.restore();
    store.restore();
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
  void theObjectStoreIsAwayWhileAReplayReadsItsArchive() throws Exception {
    // Given: a replay that has begun to read archived offsets
    var id = start("cold", "copy", ",\"throttle\":{\"recordsPerSecond\":10}");
    var accounted = "reprise_replay_offsets_accounted{replay=\"%s\"}".formatted(id);
    series.scrapeWhen(uri, () -> series.newest(accounted) > 0);
    send(id, "pause");
    series.scrapeWhen(uri, () -> state(id).equals("PAUSED"));

    // When
    series.faultBegins();
    store.cut();
    send(id, "resume");
    var waiting = "reprise_replay_shards_waiting{reason=\"RETRY\",replay=\"%s\"}".formatted(id);
    series.scrapeWhen(uri, () -> series.newest(waiting) == 1);
    double reached = series.newest(accounted);
    series.scrapeFor(uri, Duration.ofMinutes(15));
    series.faultIsOver();
    store.restore();
    series.scrapeWhen(uri, () -> series.newest(accounted) > reached);
    cancel(id);

    // Then
    assertFiresAndClears("RepriseShardsCannotRun", series);
    assertFiresAndClears("RepriseReplayStalled", series);
  }

  @Test
  void anotherProducerTakesTheSlotOverAgainAndAgain() throws Exception {
    // Given
    var fencings = "reprise_worker_slot_fencings_total";
    var id = start("hot", "copy", ",\"throttle\":{\"recordsPerSecond\":20}");
    series.scrapeWhen(uri, () -> delivered(id) > 0);
    series.scrape(uri, 4);
    double before = series.newest(fencings);

    // When: a broker may tell of a takeover in words that do not count as a fencing
    series.faultBegins();
    for (int i = 0; i < MOST_TAKEOVERS && series.newest(fencings) < before + FENCINGS; i++) {
      takeSlotOver();
      long delivered = delivered(id);
      await().atMost(LIMIT).until(() -> delivered(id) > delivered + BETWEEN_TAKEOVERS);
      series.scrape(uri, 1);
    }
    series.scrapeFor(uri, Duration.ofMinutes(5));
    series.faultIsOver();
    series.scrapeFor(uri, Duration.ofMinutes(10));
    cancel(id);

    // Then
    assertFiresAndClears("RepriseSlotsContested", series);
  }

  /** Does what a worker does first that takes over the slot: step S2 of docs/protocol.md. */
  private static void takeSlotOver() {
    var settings = new HashMap<>(client());
    settings.put("transactional.id", "alerts-slot-0");
    settings.put("max.block.ms", LIMIT.toMillis());
    try (var rival = producer(settings)) {
      rival.initTransactions();
    }
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

  private static void send(String id, String command) {
    request("POST", "/api/v1/replays/" + id + "/" + command, "");
  }

  private static void cancel(String id) {
    send(id, "cancel");
    await().atMost(LIMIT).until(() -> state(id).equals("CANCELLED"));
  }

  /**
   * Repeats a request that a service on a busy machine answers with 503 or 504. A command that is
   * refused when it is repeated was carried out before.
   */
  private static JsonNode request(String method, String path, String body) {
    var repeated = new AtomicBoolean();
    return await()
        .atMost(LIMIT)
        .until(
            () -> {
              var answer = send(method, path, body);
              boolean isDone =
                  answer.statusCode() < 300 || answer.statusCode() == 409 && repeated.get();
              boolean isBusy = answer.statusCode() == 503 || answer.statusCode() == 504;
              assertThat(isDone || isBusy).as(answer.body()).isTrue();
              repeated.set(true);
              return isDone ? Json.json().readTree(answer.body()) : Json.json().missingNode();
            },
            answer -> !answer.isMissingNode());
  }

  private static HttpResponse<String> send(String method, String path, String body)
      throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(uri.resolve(path))
            .timeout(LIMIT)
            .header("Content-Type", "application/json")
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .build();
    return http.send(request, BodyHandlers.ofString());
  }
}
