package io.reprise.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.reprise.embedded.EmbeddedBroker;
import io.reprise.runtime.config.KafkaConfig;
import io.reprise.runtime.http.HttpConfig;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Stops workers on a broker with Kafka's default session timeouts.
 *
 * <p>Shows guarantee 18 of docs/liveness.md.
 */
class PlannedRestartIT {
  private static final int SLOTS = 16;
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private static EmbeddedBroker broker;

  private final HttpClient http = HttpClient.newHttpClient();
  private final List<RuntimeException> fatal = new CopyOnWriteArrayList<>();

  @BeforeAll
  static void startBroker() {
    broker = EmbeddedBroker.startTemporary(EmbeddedBroker.STOCK);
  }

  @AfterAll
  static void stopBroker() {
    broker.close();
  }

  @Test
  void aDrainedWorkerIsNotReadyAndAnswersWhileAnotherOneOwnsItsSlots() throws Exception {
    // Long enough that a successor which waits for it fails the test.
    var session = Duration.ofSeconds(30);
    try (var worker = WorkerService.start(config("draining", session), fatal::add);
        var other = ReplayEngine.start(config("other", session), Clock.systemUTC(), fatal::add)) {
      await().atMost(LIMIT).until(() -> get(worker, "/health/ready").statusCode() == 200);
      await().atMost(LIMIT).until(() -> other.slotsOwned() == SLOTS / 2);

      worker.drain();

      await().atMost(session.dividedBy(2)).until(() -> other.slotsOwned() == SLOTS);
      var ready = get(worker, "/health/ready");
      assertThat(ready.statusCode()).isEqualTo(503);
      assertThat(ready.body()).contains("draining");
      assertThat(get(worker, "/health/live").statusCode()).isEqualTo(200);
      assertThat(get(worker, "/api/v1/worker").body()).contains("\"slotsHeld\":0");
    }
    assertThat(fatal).isEmpty();
  }

  private HttpResponse<String> get(WorkerService worker, String path)
      throws IOException, InterruptedException {
    return http.send(
        HttpRequest.newBuilder(worker.uri().resolve(path)).build(), BodyHandlers.ofString());
  }

  private static WorkerConfig config(String name, Duration session) {
    return new WorkerConfig(
        name,
        new KafkaConfig(broker.bootstrapServers(), null),
        new WorkerConfig.Control(null, SLOTS, (short) 1, session, null),
        new HttpConfig("127.0.0.1", 0),
        Map.of(),
        4);
  }
}
