package io.reprise.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.reprise.embedded.EmbeddedBroker;
import io.reprise.kafka.time.Interruption;
import io.reprise.replay.deliver.DeliveryObserver;
import io.reprise.replay.operate.RepeatedDelivery;
import io.reprise.replay.operate.ReplayRefusedException;
import io.reprise.replay.operate.SideEffects;
import io.reprise.replay.park.ParkedMarker;
import io.reprise.replay.spec.OnError;
import io.reprise.replay.spec.Ordering;
import io.reprise.replay.spec.ReplaySpec;
import io.reprise.replay.spec.SourceRange;
import io.reprise.replay.spec.Throttle;
import io.reprise.replay.state.Operator;
import io.reprise.replay.state.ReplayState;
import io.reprise.replay.target.http.WebhookService;
import io.reprise.replay.target.http.WebhookService.Reply;
import io.reprise.replay.target.http.WebhookService.Request;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Replays to a service while workers are killed or frozen, or while the service fails. The service
 * must get each record at least once, and repeats only within one window for each crash.
 */
class HttpReplayIT {
  private static final Duration LIMIT = Duration.ofSeconds(180);
  private static final int EVENTS = 4_000;
  private static final int RUNNING_SHARDS = 2;

  @TempDir private static Path directory;
  private static Path signingKeys;
  private static EmbeddedBroker broker;
  private static final List<RuntimeException> FATAL = new CopyOnWriteArrayList<>();

  private WebhookService service;

  @BeforeAll
  static void publish() throws Exception {
    signingKeys = directory.resolve("keys");
    Files.writeString(signingKeys, "whsec_MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIz");
    broker = EmbeddedBroker.startTemporary();
    var topics = new TopicFixture(broker.bootstrapServers());
    topics.create("orders", 3);
    topics.publish("orders", EVENTS, 50);
  }

  @AfterAll
  static void stop() {
    broker.close();
    assertThat(FATAL).isEmpty();
  }

  @BeforeEach
  void startService() throws IOException {
    service = new WebhookService();
  }

  @AfterEach
  void stopService() {
    service.close();
  }

  @Test
  void aKilledWorkerRepeatsOneWindowOfEachOfItsShardsAtMost() throws Exception {
    var doomed = process("doomed");
    try (var engine = engine()) {
      await().atMost(LIMIT).until(() -> engine.slotsOwned() == 2);
      var id = Replays.start(engine, "hook", Ordering.PARTITION, new Throttle(1_000L, null));
      await().atMost(LIMIT).until(() -> requestsOf("doomed") > 200);
      doomed.destroyForcibly();

      await().atMost(LIMIT).until(() -> isCompleted(engine, id));
      assertEachRecordAtLeastOnceInOrder(id);
      assertThat(service.requests().size() - EVENTS)
          .as("repeated requests")
          .isBetween(0, RUNNING_SHARDS * HookWorker.WINDOW);
      var receipt = engine.operations().receipt(id);
      assertThat(receipt.balanced()).isTrue();
      assertThat(receipt.delivered()).isEqualTo(EVENTS);
    } finally {
      doomed.destroyForcibly();
    }
  }

  @Test
  void aFrozenWorkerBeginsNoRequestAfterItsShardsWereTakenOver() throws Exception {
    var frozen = process("frozen");
    try (var engine = engine()) {
      await().atMost(LIMIT).until(() -> engine.slotsOwned() == 2);
      var id = Replays.start(engine, "hook", Ordering.PARTITION, new Throttle(1_000L, null));
      await().atMost(LIMIT).until(() -> requestsOf("frozen") > 200);
      // The answer to a request is waiting when the worker wakes up, and the next record for it.
      var answered = new CountDownLatch(1);
      var held = new AtomicInteger();
      service.answer(request -> heldBack(request, held, answered));
      await().atMost(LIMIT).until(() -> held.get() > 0);
      signal("STOP", frozen);
      service.answer(request -> Reply.of(204));
      answered.countDown();
      await().atMost(LIMIT).until(() -> isCompleted(engine, id));
      assertLeasesOnlyGrow();

      long wokenSeconds = Instant.now().getEpochSecond();
      signal("CONT", frozen);
      await().atMost(LIMIT).until(() -> engine.slotsOwned() == 2);

      // The time of a request is that of its begin. One whose head was sent before the freeze may
      // get its body after it.
      assertThat(service.requests())
          .filteredOn(request -> request.path().endsWith("/frozen"))
          .filteredOn(
              request -> Long.parseLong(request.header("webhook-timestamp")) >= wokenSeconds)
          .isEmpty();
      assertEachRecordAtLeastOnceInOrder(id);
    } finally {
      frozen.destroyForcibly();
    }
  }

  @Test
  void aServiceThatThrottlesGetsTheReplayAfterItsPause() {
    var first = new AtomicLong();
    service.answer(
        request -> {
          first.compareAndSet(0, System.nanoTime());
          boolean isThrottled = System.nanoTime() - first.get() < Duration.ofSeconds(5).toNanos();
          return isThrottled ? new Reply(429, Map.of("Retry-After", "5")) : Reply.of(204);
        });
    try (var engine = engine()) {
      await().atMost(LIMIT).until(() -> engine.slotsOwned() == 4);
      var id = Replays.start(engine, "hook", Ordering.KEY, Throttle.NONE);

      await()
          .atMost(LIMIT)
          .until(
              () ->
                  engine.progress().of(id).values().stream()
                      .anyMatch(
                          record ->
                              record.waiting() != null
                                  && record.waiting().error().contains("asks to wait until")));
      await().atMost(LIMIT).until(() -> isCompleted(engine, id));
      assertThat(keys(id)).hasSize(EVENTS);
    }
  }

  @Test
  void aReplayThatMakesAServiceActMustBeAllowed() {
    var spec =
        new ReplaySpec(
            null,
            "test",
            new SourceRange("orders", null, null, null, null),
            null,
            "hook",
            Ordering.KEY,
            Throttle.NONE,
            null);
    try (var engine = engine()) {
      var operations = engine.operations();
      var plan = operations.planToRead(spec);
      assertThat(plan.sideEffects()).isTrue();
      assertThat(plan.plan().notes().get(0))
          .startsWith("target 'hook' promises at least one POST to http://127.0.0.1:");
      assertThatThrownBy(
              () -> operations.createAndStart(spec, null, RepeatedDelivery.ACCEPTED, "test"))
          .isInstanceOf(ReplayRefusedException.class)
          .hasMessageContaining("--allow-side-effects");
      assertThat(service.requests()).isEmpty();

      var started =
          operations.createAndStart(
              spec,
              null,
              RepeatedDelivery.ACCEPTED,
              SideEffects.ACCEPTED,
              Operator.unverified("test"));
      await().atMost(LIMIT).until(() -> isCompleted(engine, started.id()));
      assertThat(service.requests()).hasSize(EVENTS);
    }
  }

  @Test
  void aRecordThatTheServiceRefusesIsParkedWithItsCause() {
    service.answer(
        request -> Reply.of(partition(request) == 1 && offset(request) % 10 == 3 ? 422 : 204));
    var spec =
        new ReplaySpec(
            null,
            "test",
            new SourceRange("orders", null, null, null, null),
            null,
            "hook",
            Ordering.PARTITION,
            Throttle.NONE,
            OnError.PARK);
    try (var engine = engine()) {
      var operations = engine.operations();
      var id =
          operations
              .createAndStart(
                  spec,
                  null,
                  RepeatedDelivery.ACCEPTED,
                  SideEffects.ACCEPTED,
                  Operator.unverified("test"))
              .id();
      await().atMost(LIMIT).until(() -> operations.replay(id).state().isFinal());

      assertThat(operations.replay(id).state()).isInstanceOf(ReplayState.CompletedWithParked.class);
      var markers =
          new TopicFixture(broker.bootstrapServers())
              .readAll("hook.parked").stream()
                  .map(record -> ParkedMarker.of(record.headers()).orElseThrow())
                  .toList();
      assertThat(markers)
          .isNotEmpty()
          .allMatch(marker -> marker.cause().equals("the service answered with status 422"))
          .allMatch(marker -> marker.partition() == 1 && marker.offset() % 10 == 3);
      assertThat(keys(id)).hasSize(EVENTS);
      var receipt = operations.receipt(id);
      assertThat(receipt.parked()).isEqualTo(markers.size());
      assertThat(receipt.delivered()).isEqualTo(EVENTS - markers.size());
      var verification = operations.verify(id);
      assertThat(verification.verified()).as(verification.findings().toString()).isTrue();
    }
  }

  private static Reply heldBack(Request request, AtomicInteger held, CountDownLatch answered) {
    if (request.path().endsWith("/frozen")) {
      held.incrementAndGet();
      Interruption.run(answered::await);
    }
    return Reply.of(204);
  }

  private static boolean isCompleted(ReplayEngine engine, String id) {
    return Replays.state(engine, id) instanceof ReplayState.Completed;
  }

  private int requestsOf(String worker) {
    return (int)
        service.requests().stream().filter(r -> r.path().equals("/hook/" + worker)).count();
  }

  private HashSet<String> keys(String id) {
    var keys = new HashSet<String>();
    service.requests().stream()
        .map(Request::idempotencyKey)
        .filter(key -> key.startsWith(id + "/"))
        .forEach(keys::add);
    return keys;
  }

  /** Looks at the first request for each record only: a repeat follows later ones. */
  private void assertEachRecordAtLeastOnceInOrder(String id) {
    assertThat(keys(id)).hasSize(EVENTS);
    var seen = new HashSet<String>();
    var last = new HashMap<Integer, Long>();
    for (var request : service.requests()) {
      if (seen.add(request.idempotencyKey())) {
        long before = last.getOrDefault(partition(request), -1L);
        assertThat(offset(request)).isGreaterThan(before);
        last.put(partition(request), offset(request));
      }
    }
  }

  private void assertLeasesOnlyGrow() {
    var highest = new HashMap<Integer, Long>();
    for (var request : service.requests()) {
      long epoch = Long.parseLong(request.header("reprise-lease-epoch"));
      long before = highest.getOrDefault(partition(request), 0L);
      assertThat(epoch).isGreaterThanOrEqualTo(before);
      highest.put(partition(request), epoch);
    }
  }

  private static int partition(Request request) {
    return Integer.parseInt(request.idempotencyKey().split("/")[2]);
  }

  private static long offset(Request request) {
    return Long.parseLong(request.idempotencyKey().split("/")[3]);
  }

  private ReplayEngine engine() {
    return RowWorker.start(
        HookWorker.config("engine", broker.bootstrapServers(), service.port(), signingKeys),
        DeliveryObserver.NONE,
        FATAL::add);
  }

  private Process process(String name) throws IOException {
    var command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx256m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Xshare:auto",
            "-cp",
            System.getProperty("java.class.path"),
            HookWorker.class.getName(),
            name,
            broker.bootstrapServers(),
            String.valueOf(service.port()),
            signingKeys.toString());
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(new File("target/hook-worker-" + name + ".log"))
        .start();
  }

  private static void signal(String name, Process process) throws Exception {
    var kill = new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid())).start();
    assertThat(kill.waitFor()).isZero();
  }
}
