package io.reprise.replay.slot;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.replay.journal.ControlTopics;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Guarantee 6 of docs/liveness.md: claims run side by side and block nothing. */
@Timeout(60)
class SlotMembershipTest {
  private static final ControlTopics TOPICS = new ControlTopics("test", 2);
  private static final TopicPartition SLOT_0 = new TopicPartition(TOPICS.slotTable(), 0);
  private static final TopicPartition SLOT_1 = new TopicPartition(TOPICS.slotTable(), 1);

  private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
  private final CompletableFuture<RuntimeException> fatal = new CompletableFuture<>();
  private final SlotMembership membership = new SlotMembership(consumer, TOPICS, fatal::complete);

  @BeforeEach
  void ownTwoSlots() throws Exception {
    consumer.updateBeginningOffsets(Map.of(SLOT_0, 0L, SLOT_1, 0L));
    membership.start();
    inPoll(() -> consumer.rebalance(List.of(SLOT_0, SLOT_1)));
  }

  @AfterEach
  void close() {
    membership.close();
  }

  @Test
  void claimsOfTwoSlotsRunSideBySideAndBlockNeitherPollsNorTheCountOfSlots() throws Exception {
    // Given
    var claiming = new CountDownLatch(2);
    var end = new CountDownLatch(1);

    // When: neither claim ends
    var claims =
        membership.owned().stream()
            .map(
                slot ->
                    CompletableFuture.runAsync(
                        () ->
                            membership.whileOwned(
                                slot,
                                group -> {
                                  claiming.countDown();
                                  uninterruptibly(end);
                                })))
            .toList();

    // Then
    claiming.await();
    inPoll(() -> {});
    assertThat(membership.owned()).hasSize(2);
    assertThat(membership.shardsIn(0)).isEmpty();

    end.countDown();
    claims.forEach(CompletableFuture::join);
    assertThat(fatal).isNotDone();
  }

  private void inPoll(Runnable task) throws InterruptedException {
    var done = new CountDownLatch(1);
    consumer.schedulePollTask(
        () -> {
          task.run();
          done.countDown();
        });
    done.await();
  }

  private static void uninterruptibly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
