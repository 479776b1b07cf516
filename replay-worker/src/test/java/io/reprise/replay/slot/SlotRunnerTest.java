package io.reprise.replay.slot;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.kafka.time.Ticker;
import io.reprise.replay.checkpoint.ShardKey;
import io.reprise.replay.deliver.Deliveries;
import io.reprise.replay.failure.Backoff;
import io.reprise.replay.fencing.SlotTransactions;
import io.reprise.replay.journal.ProgressCopy;
import io.reprise.replay.journal.ReplayCopy;
import io.reprise.replay.state.ReplayTable;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;

class SlotRunnerTest {
  private static final SlotOwnership OWNED = new SlotOwnership(3, 1);
  private static final Duration WAIT = Duration.ofMinutes(1);
  private static final int MOST_TAKEOVERS = 5;

  private final PassingTime time = new PassingTime();
  private final UnreachableSlot slot = new UnreachableSlot();

  /** A slot without shards whose takeover fails. It is lost after some takeovers. */
  private static final class UnreachableSlot implements SlotTakeover, OwnedSlots {
    int takeovers;

    @Override
    public SlotTransactions open(int number) {
      takeovers++;
      throw new TimeoutException("no answer");
    }

    @Override
    public SlotTransactions openInDoubt(int number) {
      return open(number);
    }

    @Override
    public boolean isOwned(SlotOwnership ownership) {
      return takeovers < MOST_TAKEOVERS;
    }

    @Override
    public List<ShardKey> shardsIn(int number) {
      return List.of();
    }

    @Override
    public void whileOwned(SlotOwnership ownership, Consumer<ConsumerGroupMetadata> claim) {
      throw new AssertionError("nothing is claimed");
    }
  }

  /** Time that passes only while a runner sleeps. */
  private static final class PassingTime implements Ticker {
    private long nanos;

    @Override
    public long nanos() {
      return nanos;
    }

    @Override
    public void sleep(Duration duration) {
      nanos += duration.toNanos();
    }
  }

  /** Few runners record stops, so one that only removes records must not stay while it fails. */
  @Test
  void aRunnerThatCannotRemoveExpiredRecordsEndsAndTriesAgainLater() {
    var work = work();
    assertThat(work.mustRemoveExpired(OWNED.slot())).isFalse();
    time.sleep(WAIT);
    assertThat(work.mustRemoveExpired(OWNED.slot())).isTrue();

    new SlotRunner(work, OWNED, task -> true, DeliveryPermits.unlimited(), () -> {}).run();

    assertThat(slot.takeovers).isEqualTo(1);
    assertThat(work.mustRemoveExpired(OWNED.slot())).isFalse();
    time.sleep(WAIT);
    assertThat(work.mustRemoveExpired(OWNED.slot())).isTrue();
  }

  private SlotWork work() {
    var replays = answering(ReplayCopy.class, Map.of("table", ReplayTable.EMPTY));
    var progress =
        answering(ProgressCopy.class, Map.of("expired", List.of(new ShardKey("gone", 0))));
    var deliveries =
        new Deliveries(null, topic -> null, name -> null, replays, Clock.systemUTC(), time);
    return new SlotWork(
        "w1",
        slot,
        slot,
        replays,
        progress,
        deliveries,
        new ShardHolds("w1", new Backoff(() -> 0), time),
        new WorkerFaults(replays, progress),
        Clock.systemUTC(),
        time,
        WAIT);
  }

  /** Returns an object whose methods give these answers, by name. */
  private static <T> T answering(Class<T> type, Map<String, ?> answers) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> {
              if (!answers.containsKey(method.getName())) {
                throw new AssertionError(method.getName() + " is not called");
              }
              return answers.get(method.getName());
            }));
  }
}
