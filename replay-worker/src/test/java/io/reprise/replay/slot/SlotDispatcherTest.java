package io.reprise.replay.slot;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.kafka.time.Ticker;
import io.reprise.replay.journal.ControlTopics;
import io.reprise.replay.journal.ReplayCopy;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
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

  private static SlotWork work(OwnedSlots slots) {
    var replays =
        (ReplayCopy)
            Proxy.newProxyInstance(
                ReplayCopy.class.getClassLoader(),
                new Class<?>[] {ReplayCopy.class},
                (proxy, method, arguments) -> {
                  throw new IllegalStateException("a defect");
                });
    return new SlotWork(
        "w1",
        null,
        slots,
        replays,
        null,
        null,
        null,
        null,
        Clock.systemUTC(),
        Ticker.SYSTEM,
        Duration.ZERO);
  }
}
