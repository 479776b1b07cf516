package io.reprise.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.reprise.embedded.EmbeddedBroker;
import io.reprise.embedded.FreePorts;
import io.reprise.replay.deliver.DeliveryObserver;
import io.reprise.replay.operate.ReplaySummary;
import io.reprise.replay.spec.Ordering;
import io.reprise.replay.spec.Throttle;
import io.reprise.replay.state.ReplayState;
import io.reprise.replay.target.TargetRefusedException;
import io.reprise.runtime.alert.CuttableRelay;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Replays into a topic of another cluster while workers are killed or frozen, or while that cluster
 * does not answer. Each record must be there exactly once, and the receipt must say so.
 */
class RemoteReplayIT {
  private static final Duration LIMIT = Duration.ofSeconds(180);
  private static final int EVENTS = 3_000;
  private static final Throttle SLOW = new Throttle(500L, null);
  private static final String COPY = "orders-copy";

  private static EmbeddedBroker broker;
  private static EmbeddedBroker other;
  private static CuttableRelay way;
  private static ReplayEngine engine;
  private static TopicFixture topics;
  private static TopicFixture copies;
  private static final List<RuntimeException> FATAL = new CopyOnWriteArrayList<>();

  @BeforeAll
  static void publish() throws Exception {
    broker = EmbeddedBroker.startTemporary();
    int port = FreePorts.next();
    way = CuttableRelay.start().connectTo(port);
    var settings = new HashMap<>(EmbeddedBroker.ONE_MACHINE);
    settings.put("advertised.listeners", "PLAINTEXT://" + remote());
    var directory = Files.createTempDirectory("reprise-broker-");
    other = EmbeddedBroker.start(directory, port, FreePorts.next(), settings);
    topics = new TopicFixture(broker.bootstrapServers());
    topics.create("orders", 3);
    topics.publish("orders", EVENTS, 50);
    copies = new TopicFixture(remote());
    copies.create(RemoteWorker.LEASES, 1, Map.of("cleanup.policy", "compact"));
    engine =
        RowWorker.start(
            RemoteWorker.config("engine", broker.bootstrapServers(), remote()),
            DeliveryObserver.NONE,
            FATAL::add);
  }

  private static String remote() {
    return "127.0.0.1:" + way.port();
  }

  @AfterAll
  static void stop() throws Exception {
    engine.close();
    other.close();
    way.close();
    broker.close();
    assertThat(FATAL).isEmpty();
  }

  @BeforeEach
  void createCopy() throws Exception {
    copies.create(COPY, 3);
  }

  @AfterEach
  void deleteCopy() throws Exception {
    try (var admin = Admin.create(Map.of("bootstrap.servers", remote()))) {
      admin.deleteTopics(List.of(COPY)).all().get();
      await().atMost(LIMIT).until(() -> !admin.listTopics().names().get().contains(COPY));
    }
  }

  @Test
  void aCrashBetweenTheTwoCommitsWritesNoRecordTwice() throws Exception {
    var doomed = process("doomed", "halt");
    try {
      await().atMost(LIMIT).until(() -> engine.slotsOwned() == 2);
      var id = Replays.start(engine, "remote", Ordering.PARTITION, SLOW);

      assertThat(doomed.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)).as("worker halted").isTrue();
      assertThat(doomed.exitValue()).isEqualTo(RowWorker.HALTED);

      assertEachRecordOnce(id);
    } finally {
      doomed.destroyForcibly();
    }
  }

  /** One replay meets both, because a replay in a test takes seconds. */
  @Test
  void aClusterThatIsAwayAndAWorkerThatIsFrozenBlockNothingElse() throws Exception {
    var frozen = process("frozen", "run");
    try {
      await().atMost(LIMIT).until(() -> engine.slotsOwned() == 2);
      var id = Replays.start(engine, "remote", Ordering.PARTITION, SLOW);
      await().atMost(LIMIT).until(() -> delivered(id) > 100);

      way.cut();
      await().atMost(LIMIT).until(() -> waitsForTheOtherCluster(id));
      var elsewhere = Replays.start(engine, "nowhere", Ordering.PARTITION, Throttle.NONE);
      await().atMost(LIMIT).until(() -> isCompleted(elsewhere));
      assertThat(engine.slotsOwned()).as("no slot was given up").isEqualTo(2);
      way.restore();

      long before = delivered(id);
      await().atMost(LIMIT).until(() -> delivered(id) > before + 100);
      signal("STOP", frozen);
      assertEachRecordOnce(id);

      signal("CONT", frozen);
      await().atMost(LIMIT).until(() -> engine.slotsOwned() == 2);
      assertThat(copies.count(COPY)).isEqualTo(EVENTS);
    } finally {
      way.restore();
      frozen.destroyForcibly();
    }
  }

  private static boolean waitsForTheOtherCluster(String id) {
    var wait = summary(id).waitsFor();
    return wait != null && String.valueOf(wait.error()).contains("cluster of target 'remote'");
  }

  @Test
  void theWorkersOwnClusterIsRefused() {
    assertThatThrownBy(() -> engine.targets().named("self").facts())
        .isInstanceOf(TargetRefusedException.class)
        .hasMessageContaining("give it the kind kafka");
  }

  private static ReplaySummary summary(String id) {
    return engine.operations().summary(engine.operations().replay(id));
  }

  private static long delivered(String id) {
    return summary(id).counts().delivered();
  }

  private static boolean isCompleted(String id) {
    return Replays.state(engine, id) instanceof ReplayState.Completed;
  }

  private static void assertEachRecordOnce(String id) {
    await().atMost(LIMIT).until(() -> isCompleted(id));
    assertThat(copies.count(COPY)).isEqualTo(EVENTS);
    topics.assertCopied("orders", copies, COPY, Ordering.PARTITION);
    var receipt = engine.operations().receipt(id);
    assertThat(receipt.balanced()).isTrue();
    assertThat(receipt.delivered()).isEqualTo(EVENTS);
    var verification = engine.operations().verify(id);
    assertThat(verification.verified()).as(verification.findings().toString()).isTrue();
  }

  private static Process process(String name, String mode) throws IOException {
    var command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx256m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Xshare:auto",
            "-cp",
            System.getProperty("java.class.path"),
            RemoteWorker.class.getName(),
            name,
            broker.bootstrapServers(),
            remote(),
            mode);
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(new File("target/remote-worker-" + mode + ".log"))
        .start();
  }

  private static void signal(String name, Process process) throws Exception {
    var kill = new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid())).start();
    assertThat(kill.waitFor()).isZero();
  }
}
