package io.reprise.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.reprise.embedded.EmbeddedBroker;
import io.reprise.replay.spec.Ordering;
import io.reprise.replay.spec.Throttle;
import io.reprise.replay.state.ReplayState;
import io.reprise.replay.target.TargetConfig;
import io.reprise.runtime.config.KafkaConfig;
import io.reprise.runtime.http.HttpConfig;
import io.reprise.runtime.metric.DeclaredMetric;
import io.reprise.runtime.metric.HttpMetric;
import io.reprise.runtime.metric.JvmMetric;
import io.reprise.runtime.metric.KafkaClientMetric;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Observes a worker before, during and after replays of more and more keys. */
class WorkerMetricsIT {
  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final List<String> DELIVERY_LOGGERS =
      List.of("io.reprise.replay.slot.SlotWork", "io.reprise.replay.slot.SlotRunner");

  private final HttpClient http = HttpClient.newHttpClient();
  private final List<RuntimeException> fatal = new CopyOnWriteArrayList<>();
  private final CapturedLines log = new CapturedLines();
  private final Map<String, Level> levels = new HashMap<>();

  /** The lines of deliveries, with the fields of the threads that logged them. */
  private static final class CapturedLines extends AppenderBase<ILoggingEvent> {
    final List<ILoggingEvent> lines = new CopyOnWriteArrayList<>();

    @Override
    protected void append(ILoggingEvent line) {
      line.getMDCPropertyMap(); // The line keeps the fields that the thread has at this call.
      lines.add(line);
    }
  }

  @BeforeEach
  void capture() {
    log.start();
    for (var name : DELIVERY_LOGGERS) {
      levels.put(name, logger(name).getLevel());
      logger(name).setLevel(Level.INFO);
      logger(name).setAdditive(false);
      logger(name).addAppender(log);
    }
  }

  @AfterEach
  void stopCapturing() {
    for (var name : DELIVERY_LOGGERS) {
      logger(name).detachAppender(log);
      logger(name).setAdditive(true);
      logger(name).setLevel(levels.get(name));
    }
  }

  private static Logger logger(String name) {
    return (Logger) LoggerFactory.getLogger(name);
  }

  @Test
  void everySeriesIsDeclaredAndTrafficAddsNone() throws Exception {
    try (var broker = EmbeddedBroker.startTemporary()) {
      var topics = new TopicFixture(broker.bootstrapServers());
      topics.create("orders", 4);
      topics.create("copies", 4);
      topics.publish("orders", 4_000, 50);
      try (var worker = WorkerService.start(config(broker, "w1"), fatal::add)) {
        await().atMost(LIMIT).until(() -> value(worker, "reprise_worker_coordinator") == 1);
        try (var other = ReplayEngine.start(config(broker, "w2"), Clock.systemUTC(), fatal::add)) {
          var slow = Replays.start(other, Ordering.KEY, new Throttle(1_000L, null));
          await()
              .atMost(LIMIT)
              .untilAsserted(
                  () ->
                      assertThat(series(worker))
                          .contains(
                              "reprise_replay_limit_records{replay=\"%s\"}".formatted(slow),
                              "reprise_replay_records{outcome=\"delivered\",replay=\"%s\"}"
                                  .formatted(slow)));
          awaitCompletion(other, slow);
          var before = ofReprise(worker);

          topics.publish("orders", 20_000, 10_000);
          for (int i = 0; i < 3; i++) {
            awaitCompletion(other, Replays.start(other, Ordering.KEY));
          }

          assertThat(ofReprise(worker)).isEqualTo(before);
        }
        assertThat(names(worker)).isSubsetOf(declared());
        assertThat(series(worker)).noneMatch(series -> series.contains("user-"));
        assertThat(value(worker, "reprise_replays{state=\"COMPLETED\"}")).isEqualTo(4);
        assertThat(value(worker, "reprise_worker_shard_claims_total")).isPositive();
        assertThat(value(worker, "reprise_delivery_records_total")).isPositive();
        assertThat(value(worker, "reprise_delivery_commit_seconds_count")).isPositive();
        assertThat(value(worker, "reprise_worker_control_age_seconds")).isBetween(0.0, 10.0);
        for (var client : List.of("producer", "consumer", "admin")) {
          var label = "{client=\"%s\"}".formatted(client);
          assertThat(value(worker, "reprise_kafka_clients" + label)).isPositive();
          assertThat(value(worker, "reprise_kafka_connections" + label)).isPositive();
        }
        assertThat(value(worker, "reprise_kafka_request_latency_seconds{client=\"consumer\"}"))
            .isBetween(0.0001, 30.0);
        assertThat(value(worker, "reprise_kafka_consumer_rebalances_total")).isPositive();
        assertThat(value(worker, "reprise_kafka_consumer_lag")).isNotNegative();
      }
    }
    assertThat(fatal).isEmpty();
    assertDeliveriesHaveLogFields("worker has claimed a shard");
    assertDeliveriesHaveLogFields("shard delivery ended");
  }

  private void assertDeliveriesHaveLogFields(String beginning) {
    assertThat(log.lines)
        .filteredOn(line -> line.getMessage().startsWith(beginning))
        .hasSizeGreaterThanOrEqualTo(4)
        .extracting(ILoggingEvent::getMDCPropertyMap)
        .allSatisfy(
            fields -> {
              assertThat(fields).containsOnlyKeys("replay", "shard", "slot", "topic", "partition");
              assertThat(fields).containsEntry("topic", "orders");
              assertThat(fields.get("shard")).startsWith(fields.get("replay") + "/");
              assertThat(fields.get("slot")).containsOnlyDigits();
              assertThat(fields.get("partition")).containsOnlyDigits();
            });
  }

  private static void awaitCompletion(ReplayEngine engine, String id) {
    await().atMost(LIMIT).until(() -> Replays.state(engine, id) instanceof ReplayState.Completed);
  }

  private static Set<String> declared() {
    return Stream.of(
            WorkerMetric.values(),
            KafkaClientMetric.values(),
            HttpMetric.values(),
            JvmMetric.values())
        .flatMap(Stream::of)
        .map(metric -> (DeclaredMetric) metric)
        .flatMap(metric -> metric.declaration().series().stream())
        .collect(Collectors.toSet());
  }

  private double value(WorkerService worker, String series) throws Exception {
    return scrape(worker)
        .filter(line -> line.startsWith(series + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(series.length() + 1)))
        .findFirst()
        .orElse(-1);
  }

  private Set<String> ofReprise(WorkerService worker) throws Exception {
    var series = series(worker);
    // A stable gap has a series only while a replay is unfinished, measured at some moment of it.
    series.removeIf(
        name -> !name.startsWith("reprise_") || name.startsWith("reprise_replay_stable_gap"));
    return series;
  }

  /** Returns name and labels of each series. */
  private Set<String> series(WorkerService worker) throws Exception {
    return scrape(worker)
        .map(line -> line.substring(0, line.lastIndexOf(' ')))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private Set<String> names(WorkerService worker) throws Exception {
    return series(worker).stream()
        .map(series -> series.replaceFirst("[{].*", ""))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private Stream<String> scrape(WorkerService worker) throws IOException, InterruptedException {
    var request = HttpRequest.newBuilder(worker.uri().resolve("/metrics")).build();
    return http.send(request, BodyHandlers.ofLines()).body().filter(line -> !line.startsWith("#"));
  }

  private static WorkerConfig config(EmbeddedBroker broker, String name) {
    return new WorkerConfig(
        name,
        new KafkaConfig(broker.bootstrapServers(), null),
        new WorkerConfig.Control(null, 8, (short) 1, Duration.ofSeconds(3), null),
        new HttpConfig("127.0.0.1", 0, null),
        Map.of("copy", new TargetConfig.KafkaTopic("copies")),
        2);
  }
}
