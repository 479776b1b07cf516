package io.reprise.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.reprise.embedded.EmbeddedBroker;
import io.reprise.replay.checkpoint.ShardState;
import io.reprise.replay.journal.CommandSender.Outcome;
import io.reprise.replay.spec.Ordering;
import io.reprise.replay.spec.Throttle;
import io.reprise.replay.state.ReplayCommand;
import io.reprise.replay.state.ReplayState;
import io.reprise.replay.target.TargetConfig;
import io.reprise.runtime.config.KafkaConfig;
import io.reprise.runtime.http.HttpConfig;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Stops and starts workers on a broker with Kafka's default session timeouts, as a rolling restart
 * does.
 *
 * <p>Shows guarantee 18 of docs/liveness.md.
 */
class PlannedRestartIT {
  private static final int PARTITIONS = 6;
  private static final int EVENTS = 40_000;
  private static final int SLOTS = 16;
  private static final long PER_SECOND = 1_200;
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final Duration SESSION = Duration.ofSeconds(6);
  private static final Duration LONGEST_DELAY = Duration.ofSeconds(1);

  /** A longer gap without any restart says that this machine lacks processor time. */
  private static final Duration BUSY = Duration.ofMillis(500);

  private static EmbeddedBroker broker;
  private static TopicFixture topics;

  private final HttpClient http = HttpClient.newHttpClient();
  private final List<RuntimeException> fatal = new CopyOnWriteArrayList<>();

  @BeforeAll
  static void startBroker() throws Exception {
    broker = EmbeddedBroker.startTemporary(EmbeddedBroker.STOCK);
    topics = new TopicFixture(broker.bootstrapServers());
    topics.create("orders", PARTITIONS);
    topics.create("copies", PARTITIONS);
    topics.publish("orders", EVENTS, 500);
  }

  @AfterAll
  static void stopBroker() {
    broker.close();
  }

  @Test
  void aRestartDelaysTheReplayByLessThanASecond() throws Exception {
    var workers = new ArrayList<ReplayEngine>();
    try (var visible = new VisibleRecords(broker.bootstrapServers(), "copies", PARTITIONS)) {
      for (int i = 0; i < 3; i++) {
        workers.add(engine("w" + i));
      }
      awaitAllSlots(workers);
      var id = Replays.start(workers.get(0), Ordering.PARTITION, new Throttle(PER_SECOND, null));
      awaitSeconds(2, visible);
      var before = gapWithoutRestart(visible);

      var gaps = new ArrayList<Duration>();
      for (int i = 0; i < workers.size(); i++) {
        long stop = System.nanoTime();
        workers.get(i).close();
        // The process of a worker needs about this time to start.
        awaitSeconds(1, visible);
        workers.set(i, engine("w" + i));
        awaitAllSlots(workers);
        awaitSeconds(2, visible);
        gaps.add(visible.longestGap(stop, System.nanoTime()));
      }

      var after = gapWithoutRestart(visible);
      var normal = before.compareTo(after) > 0 ? before : after;
      System.out.println("planned restarts: normal gap " + normal + ", longest gaps " + gaps);
      // Whoever waits for the session timeout of the former owner waits longer than this.
      assertThat(gaps).allMatch(gap -> gap.compareTo(SESSION) < 0);
      if (normal.compareTo(BUSY) > 0) {
        System.out.println("planned restarts: delays NOT JUDGED, the machine is too busy");
      } else {
        assertThat(median(gaps).minus(normal)).isLessThan(LONGEST_DELAY);
      }
      assertBalanced(workers.get(0), id);
    } finally {
      workers.forEach(ReplayEngine::close);
    }
    topics.assertCopied("orders", "copies", Ordering.PARTITION);
    assertThat(fatal).isEmpty();
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

  private static void awaitAllSlots(List<ReplayEngine> workers) {
    await()
        .atMost(LIMIT)
        .until(
            () ->
                workers.stream().allMatch(worker -> worker.slotsOwned() > 0)
                    && workers.stream().mapToInt(ReplayEngine::slotsOwned).sum() == SLOTS);
  }

  /** One restart of three may meet something else on this machine that takes processor time. */
  private static Duration median(List<Duration> gaps) {
    return gaps.stream().sorted().toList().get(gaps.size() / 2);
  }

  private static Duration gapWithoutRestart(VisibleRecords visible) {
    long from = System.nanoTime();
    awaitSeconds(2, visible);
    return visible.longestGap(from, System.nanoTime());
  }

  /** Waits until as many records have become visible as the rate limit allows in that time. */
  private static void awaitSeconds(int seconds, VisibleRecords visible) {
    long wanted = visible.count() + seconds * PER_SECOND;
    await().atMost(LIMIT).until(() -> visible.count() >= wanted);
  }

  private static void assertBalanced(ReplayEngine engine, String id) {
    assertThat(engine.commands().send(id, new ReplayCommand.ChangeRate(Throttle.NONE), "test"))
        .isInstanceOf(Outcome.Done.class);
    await().atMost(LIMIT).until(() -> Replays.state(engine, id) instanceof ReplayState.Completed);
    var shards = engine.progress().of(id).values();
    assertThat(shards).allMatch(shard -> shard.state() == ShardState.DONE);
    assertThat(shards.stream().mapToLong(shard -> shard.counts().delivered()).sum())
        .isEqualTo(EVENTS);
    assertThat(engine.operations().verify(id).verified()).isTrue();
  }

  private ReplayEngine engine(String name) {
    return ReplayEngine.start(config(name, SESSION), Clock.systemUTC(), fatal::add);
  }

  private static WorkerConfig config(String name, Duration session) {
    return new WorkerConfig(
        name,
        new KafkaConfig(broker.bootstrapServers(), null),
        new WorkerConfig.Control(null, SLOTS, (short) 1, session, null),
        new HttpConfig("127.0.0.1", 0),
        Map.of("copy", new TargetConfig.KafkaTopic("copies")),
        4);
  }
}
