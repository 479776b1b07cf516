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
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Shows guarantee 2 of docs/liveness.md. */
class ReplayEngineIT {
  private static final int PARTITIONS = 4;
  private static final int EVENTS = 20_000;
  private static final int RUNNING_SHARDS = 2;

  private static EmbeddedBroker broker;
  private static Admin admin;
  private static TopicFixture source;

  private final List<RuntimeException> fatal = new CopyOnWriteArrayList<>();

  @BeforeAll
  static void startBroker() throws Exception {
    broker = EmbeddedBroker.startTemporary();
    admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()));
    source = new TopicFixture(broker.bootstrapServers());
    source.create("orders", PARTITIONS);
    source.publish("orders", EVENTS, 500);
  }

  @AfterAll
  static void stopBroker() {
    admin.close();
    broker.close();
  }

  @ParameterizedTest
  @EnumSource(Ordering.class)
  void deliversEveryOffsetOnceInTheOrderAskedFor(Ordering ordering) throws Exception {
    var target = "copy-" + ordering.name().toLowerCase(java.util.Locale.ROOT);
    source.create(target, PARTITIONS);

    try (var first = engine("w1", target);
        var second = engine("w2", target)) {
      var id = Replays.start(first, ordering);
      await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> Replays.state(second, id) instanceof ReplayState.Completed);

      var shards = second.progress().of(id).values();
      assertThat(shards).allMatch(s -> s.state() == ShardState.DONE);
      assertThat(shards.stream().mapToLong(s -> s.counts().delivered()).sum()).isEqualTo(EVENTS);
    }
    source.assertCopied("orders", target, ordering);
    assertThat(fatal).isEmpty();
  }

  @Test
  void pausesOnlyOnceNothingIsDeliveredAndResumesToTheEnd() throws Exception {
    source.create("paused", PARTITIONS);

    try (var engine = engine("w1", "paused")) {
      var id = Replays.start(engine, Ordering.PARTITION, new Throttle(4_000L, null));
      await().until(() -> source.count("paused") > 1_000);

      assertThat(engine.commands().send(id, new ReplayCommand.Pause(), "test"))
          .isInstanceOf(Outcome.Done.class);
      await().until(() -> Replays.state(engine, id) instanceof ReplayState.Paused);
      long atPause = source.count("paused");
      assertThat(atPause).isLessThan(EVENTS);
      await()
          .during(Duration.ofSeconds(1))
          .atMost(Duration.ofSeconds(2))
          .until(() -> source.count("paused") == atPause);

      engine.commands().send(id, new ReplayCommand.ChangeRate(Throttle.NONE), "t");
      engine.commands().send(id, new ReplayCommand.Resume(), "test");
      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> Replays.state(engine, id) instanceof ReplayState.Completed);
    }
    source.assertCopied("orders", "paused", Ordering.PARTITION);
  }

  @Test
  void aReplayThatIsHeldBackByItsRateLimitStarvesNoOther() throws Exception {
    source.create("shared", PARTITIONS);

    try (var engine = engine("w1", "shared")) {
      var slow = Replays.start(engine, Ordering.UNORDERED, new Throttle(1L, null));
      assertThat(engine.replays().table().replay(slow).plan().shards())
          .hasSizeGreaterThan(RUNNING_SHARDS);
      await().until(() -> source.count("shared") > 0);

      var fast = Replays.start(engine, Ordering.UNORDERED);
      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> Replays.state(engine, fast) instanceof ReplayState.Completed);

      assertThat(Replays.state(engine, slow)).isInstanceOf(ReplayState.Running.class);
      engine.commands().send(slow, new ReplayCommand.Cancel(), "test");
      await().until(() -> Replays.state(engine, slow) instanceof ReplayState.Cancelled);

      var verification = engine.operations().verify(slow);
      assertThat(verification.verified()).isFalse();
      assertThat(verification.findings())
          .containsExactly(
              "the replay was cancelled, so its receipt is not final: the rest of its offsets was"
                  + " not"
                  + " replayed; what it delivered is right: %d records agree with the source topic"
                      .formatted(verification.sourceRecords())
                  + " and the target");
    }
    assertThat(fatal).isEmpty();
  }

  private ReplayEngine engine(String name, String target) {
    var config =
        new WorkerConfig(
            name,
            new KafkaConfig(broker.bootstrapServers(), null),
            new WorkerConfig.Control(null, 16, (short) 1, Duration.ofSeconds(3), null),
            null,
            Map.of("copy", new TargetConfig.KafkaTopic(target)),
            RUNNING_SHARDS);
    return ReplayEngine.start(config, Clock.systemUTC(), fatal::add);
  }
}
