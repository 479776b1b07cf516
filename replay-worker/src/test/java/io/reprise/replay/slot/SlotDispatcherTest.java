package io.reprise.replay.slot;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.kafka.time.Ticker;
import io.reprise.replay.Samples;
import io.reprise.replay.checkpoint.ShardKey;
import io.reprise.replay.failure.Backoff;
import io.reprise.replay.journal.ControlTopics;
import io.reprise.replay.journal.ProgressCopy;
import io.reprise.replay.journal.ReplayCopy;
import io.reprise.replay.journal.StaleControlException;
import io.reprise.replay.state.ReplayTable;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Guarantee 6 of docs/liveness.md: a worker without its dispatch thread is not ready and ends. */
@Timeout(60)
class SlotDispatcherTest {
  private static final ControlTopics TOPICS = new ControlTopics("test", 1);
  private static final TopicPartition SLOT = new TopicPartition(TOPICS.slotTable(), 0);

  private final CompletableFuture<RuntimeException> fatal = new CompletableFuture<>();

  @Test
  void aDispatchThreadThatFailsIsReportedAndIsNotAlive() throws Exception {
    // Given: a worker that owns a slot, and whose copy of the replays cannot be read
    var consumer = new MockConsumer<byte[], byte[]>("earliest");
    consumer.updateBeginningOffsets(Map.of(SLOT, 0L));
    try (var membership = new SlotMembership(consumer, TOPICS, fatal::complete);
        var dispatcher = new SlotDispatcher(work(membership), membership, 1, fatal::complete)) {
      dispatcher.start();
      membership.start();

      // When
      consumer.schedulePollTask(() -> consumer.rebalance(List.of(SLOT)));

      // Then
      assertThat(fatal.get()).hasMessage("a defect");
      while (dispatcher.isAlive()) {
        Thread.onSpinWait();
      }
      assertThat(dispatcher.running()).isZero();
    }
  }

  /** A replay may end between the two questions that nextTask asks about it. */
  @Test
  void aShardWhoseReplayHasJustEndedHasNoTaskAndItsRecordIsNotReadFromKafka() {
    // Given: a shard that counted as unsettled a moment ago, while no broker answers
    var slots =
        stub(OwnedSlots.class, Map.of("shardsIn", () -> List.of(new ShardKey(Samples.ID, 0))));
    var replays = stub(ReplayCopy.class, Map.of("table", () -> ReplayTable.EMPTY));
    var progress =
        stub(
            ProgressCopy.class,
            Map.of(
                "isSettled",
                () -> false,
                "open",
                Optional::empty,
                "of",
                () -> {
                  throw new StaleControlException("no broker answers");
                }));

    // When, then
    assertThat(work(slots, replays, progress).nextTask(0, shard -> true)).isEmpty();
  }

  private static <T> T stub(Class<T> type, Map<String, Supplier<Object>> answers) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> answers.get(method.getName()).get()));
  }

  private static SlotWork work(OwnedSlots slots) {
    var replays =
        stub(
            ReplayCopy.class,
            Map.of(
                "table",
                () -> {
                  throw new IllegalStateException("a defect");
                }));
    return work(slots, replays, null);
  }

  private static SlotWork work(OwnedSlots slots, ReplayCopy replays, ProgressCopy progress) {
    return new SlotWork(
        "w1",
        null,
        slots,
        replays,
        progress,
        null,
        new ShardHolds("w1", new Backoff(() -> 0), Ticker.SYSTEM),
        null,
        Clock.systemUTC(),
        Ticker.SYSTEM,
        Duration.ZERO);
  }
}
