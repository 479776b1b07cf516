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
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;

/** Guarantee 11 of docs/liveness.md, and the removal of expired records. */
class SlotRunnerTest {
  private static final SlotOwnership OWNED = new SlotOwnership(3, 1);
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final Duration WAIT = Duration.ofMinutes(1);
  private static final int MOST_TAKEOVERS = 5;

  private final PassingTime time = new PassingTime();
  private final ReplayCopy replays =
      answering(ReplayCopy.class, Map.of("table", ReplayTable.EMPTY));
  private final ProgressCopy progress =
      answering(ProgressCopy.class, Map.of("expired", List.of(new ShardKey("gone", 0))));
  private final WorkerFaults faults = new WorkerFaults(replays, progress);
  private final UnreachableSlot slot = new UnreachableSlot();

  /** A slot without shards whose takeover fails. It is lost after some takeovers. */
  private final class UnreachableSlot implements SlotTakeover, OwnedSlots {
    int takeovers;
    int mostTakeovers = MOST_TAKEOVERS;
    final List<Fault> faultsSeen = new ArrayList<>();

    @Override
    public SlotTransactions open(int number) {
      takeovers++;
      faultsSeen.add(new Fault(time.instant(), faults.first()));
      throw new TimeoutException("no answer");
    }

    @Override
    public SlotTransactions openInDoubt(int number) {
      return open(number);
    }

    @Override
    public boolean isOwned(SlotOwnership ownership) {
      return takeovers < mostTakeovers;
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

  /** The fault of the worker at a takeover of the slot. */
  private record Fault(Instant at, Optional<String> text) {}

  /** Time that passes only while a runner sleeps. */
  private static final class PassingTime extends Clock implements Ticker {
    private long nanos;

    @Override
    public Instant instant() {
      return START.plusNanos(nanos);
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      throw new UnsupportedOperationException();
    }

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
    var work = work(WAIT);
    assertThat(work.mustRemoveExpired(OWNED.slot())).isFalse();
    time.sleep(WAIT);
    assertThat(work.mustRemoveExpired(OWNED.slot())).isTrue();

    new SlotRunner(work, OWNED, task -> true, DeliveryPermits.unlimited(), () -> {}).run();

    assertThat(slot.takeovers).isEqualTo(1);
    assertThat(work.mustRemoveExpired(OWNED.slot())).isFalse();
    time.sleep(WAIT);
    assertThat(work.mustRemoveExpired(OWNED.slot())).isTrue();
  }

  /** Kafka's answer may be missing for a moment. After a minute, the worker is not ready. */
  @Test
  void aSlotThatFailsForAMinuteIsAFaultOfItsWorker() {
    slot.mostTakeovers = 30;

    new SlotRunner(work(Duration.ZERO), OWNED, task -> true, DeliveryPermits.unlimited(), () -> {})
        .run();

    var minute = slot.faultsSeen.get(0).at().plus(Duration.ofMinutes(1));
    assertThat(slot.faultsSeen)
        .filteredOn(fault -> fault.at().isBefore(minute))
        .hasSizeGreaterThan(1)
        .allSatisfy(fault -> assertThat(fault.text()).isEmpty());
    assertThat(slot.faultsSeen.get(29).at()).isAfter(minute);
    assertThat(slot.faultsSeen.get(29).text())
        .hasValueSatisfying(
            text -> assertThat(text).startsWith("cannot run slot 3: ").contains("no answer"));
    assertThat(faults.first()).as("after the slot was lost").isEmpty();
  }

  private SlotWork work(Duration removalWait) {
    var deliveries = new Deliveries(null, topic -> null, name -> null, replays, time, time);
    return new SlotWork(
        "w1",
        slot,
        slot,
        replays,
        progress,
        deliveries,
        new ShardHolds("w1", new Backoff(() -> 0), time),
        faults,
        time,
        time,
        removalWait);
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
