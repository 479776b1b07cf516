package io.reprise.replay.coordinate;

import io.reprise.kafka.time.Deadline;
import io.reprise.kafka.time.Ticker;
import io.reprise.replay.checkpoint.ShardKey;
import io.reprise.replay.checkpoint.ShardState;
import io.reprise.replay.journal.EventKey;
import io.reprise.replay.journal.EventRecord;
import io.reprise.replay.journal.ProgressCopy;
import io.reprise.replay.journal.ReplayCopy;
import io.reprise.replay.journal.SlotRecord;
import io.reprise.replay.receipt.ExpiryAccount;
import io.reprise.replay.state.ListedReplay;
import io.reprise.replay.state.Replay;
import io.reprise.replay.state.ReplayAccount;
import io.reprise.replay.state.ReplayEvent;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets replays expire whose retention has ended (steps X1 to X4 of docs/protocol.md). First commits
 * the account of a replay. The owners of the slots then remove the replay's progress records. After
 * that, removes the replay's slot records and its events. If a coordinator crashes in between, the
 * next one finds in the control topics which step is next.
 *
 * <p>One call of {@link #step} takes one step for one replay, and a pause follows, so that the
 * coordinator decides commands in between. If the step of a replay has failed, it is tried again
 * after a delay. The delay grows with each failure.
 *
 * <p>Threading: confined to the coordinator's thread, apart from the counters.
 */
final class ReplayExpiry {
  private static final Logger LOG = LoggerFactory.getLogger(ReplayExpiry.class);

  /**
   * How long a coordinator waits before its first step. A worker of an older version of Reprise
   * stops when it reads the account of an expired replay. The wait gives a rolling upgrade time to
   * replace such workers before the first account is written.
   */
  private static final Duration FIRST = Duration.ofMinutes(10);

  private static final Duration PAUSE = Duration.ofMillis(250);
  private static final Duration IDLE = Duration.ofSeconds(10);
  private static final Duration SHORTEST_DELAY = Duration.ofSeconds(1);
  private static final Duration LONGEST_DELAY = Duration.ofMinutes(10);
  private static final int MOST_REMOVED = 1_000;

  /**
   * Commits the records of a step, one transaction a call. A call returns once read_committed
   * readers can see what it has committed.
   */
  interface Transactions {
    void commit(EventRecord event);

    void removeSlotRecords(List<SlotRecord> placed);

    void removeEvents(List<EventKey> newestFirst);
  }

  /**
   * Forwards each call, and notes that a transaction was begun. If a step fails after that, the
   * outcome of its transaction is unknown.
   */
  private static final class Begun implements Transactions {
    private final Transactions transactions;
    private boolean any;

    Begun(Transactions transactions) {
      this.transactions = transactions;
    }

    @Override
    public void commit(EventRecord event) {
      any = true;
      transactions.commit(event);
    }

    @Override
    public void removeSlotRecords(List<SlotRecord> placed) {
      any = true;
      transactions.removeSlotRecords(placed);
    }

    @Override
    public void removeEvents(List<EventKey> newestFirst) {
      any = true;
      transactions.removeEvents(newestFirst);
    }
  }

  /**
   * The wait of a replay before its next step.
   *
   * @param failures how many steps of the replay have failed in a row; 0 if the replay waits
   *     because a shard is CLAIMED or progress records are left
   * @param until when the wait ends
   */
  private record Hold(int failures, Deadline until) {}

  private final Duration retention;
  private final int slots;
  private final ReplayCopy replays;
  private final ProgressCopy progress;
  private final Clock clock;
  private final Ticker ticker;
  private final Map<String, Hold> holds = new HashMap<>();
  private final AtomicLong expired = new AtomicLong();
  private final AtomicLong failed = new AtomicLong();
  private Deadline next;

  /**
   * Creates an object that takes its first step 10 minutes after it was created, or after {@code
   * retention} if that is shorter.
   *
   * @param retention how long after its end a replay expires
   * @param slots the number of slots
   */
  ReplayExpiry(
      Duration retention,
      int slots,
      ReplayCopy replays,
      ProgressCopy progress,
      Clock clock,
      Ticker ticker) {
    this.retention = retention;
    this.slots = slots;
    this.replays = replays;
    this.progress = progress;
    this.clock = clock;
    this.ticker = ticker;
    this.next = Deadline.after(atMostRetention(FIRST), ticker);
  }

  /** Returns how many replays this coordinator has let expire. Safe on any thread. */
  long expired() {
    return expired.get();
  }

  /** Returns how many steps of this object have failed. Safe on any thread. */
  long failed() {
    return failed.get();
  }

  /**
   * Takes the next step of one replay. Does nothing if the pause since the last step has not
   * passed, or if no replay needs a step. If the step fails before its first transaction, the
   * failure is logged and counted, but not thrown, so that the coordinator goes on to decide
   * commands. An example is a partition of {@code reprise.progress} that does not answer.
   *
   * @throws RuntimeException the failure of {@code transactions}, whose outcome is then unknown;
   *     the replay is tried again later
   */
  void step(Transactions transactions) {
    if (!next.isPassed()) {
      return;
    }
    next = Deadline.after(atMostRetention(IDLE), ticker);
    holds.values().removeIf(hold -> hold.failures() == 0 && hold.until().isPassed());
    var id = oldest(this::isRemovable).or(() -> oldest(this::isDue));
    if (id.isEmpty()) {
      return;
    }
    next = Deadline.after(PAUSE, ticker);
    var begun = new Begun(transactions);
    try {
      step(Objects.requireNonNull(replays.table().replay(id.get())), begun);
    } catch (WakeupException e) {
      throw e; // The coordinator is being closed.
    } catch (RuntimeException e) {
      delay(id.get(), e);
      if (begun.any) {
        throw e;
      }
      // Wait longer: the step of another replay would probably fail in the same way, after seconds.
      next = Deadline.after(atMostRetention(IDLE), ticker);
    }
  }

  private Optional<String> oldest(Predicate<ListedReplay> wanted) {
    return replays.table().oldest(replay -> wanted.test(replay) && !isHeld(replay.id()));
  }

  private boolean isRemovable(ListedReplay replay) {
    return replay.hasExpiredEvents() && !progress.hasRecords(replay.id());
  }

  private boolean isDue(ListedReplay replay) {
    Instant ended = replay.endedAt();
    return ended != null && !replay.isExpired() && !ended.plus(retention).isAfter(clock.instant());
  }

  private boolean isHeld(String replay) {
    var hold = holds.get(replay);
    return hold != null && !hold.until().isPassed();
  }

  private Duration atMostRetention(Duration time) {
    return time.compareTo(retention) < 0 ? time : retention;
  }

  private void step(Replay replay, Transactions transactions) {
    progress.catchUp();
    boolean done = replay.isExpired() ? remove(replay, transactions) : expire(replay, transactions);
    if (done) {
      holds.remove(replay.id());
    } else {
      holds.put(replay.id(), new Hold(0, Deadline.after(atMostRetention(IDLE), ticker)));
    }
  }

  /**
   * Commits the account of a replay (step X1). If a shard of the replay is CLAIMED, commits nothing
   * and returns false: the owner of the shard's slot has to record STOPPED first.
   */
  private boolean expire(Replay replay, Transactions transactions) {
    var records = progress.of(replay.id());
    if (records.values().stream().anyMatch(r -> r.state() == ShardState.CLAIMED)) {
      return false;
    }
    var account =
        ExpiryAccount.of(replay, records, progress.doubts(records), replays.decisions(replay.id()));
    var event =
        new EventRecord(
            replay.id(),
            replay.nextSeq(),
            clock.instant(),
            "coordinator",
            null,
            new ReplayEvent.Expired(replay.plan().withoutShards(), account));
    // Check that the event can be applied to its replay before the event is written: the next call
    // throws if it cannot. An event that cannot be applied would stop every worker that reads it.
    replays.table().after(event.replay(), event.event(), event.at());
    transactions.commit(event);
    expired.incrementAndGet();
    LOG.info(
        "replay has expired, its account replaces its events and records replay={} state={}"
            + " endedAt={} shards={}",
        replay.id(),
        account.state(),
        account.endedAt(),
        account.shards());
    return true;
  }

  /**
   * Removes the slot records of a replay (step X3), and then its events (step X4). If progress
   * records of the replay are left, removes nothing and returns false. The owners of the slots have
   * to remove the progress records first (step X2), because they may need the events of the replay
   * to end a hanging transaction of their slots.
   */
  private boolean remove(Replay replay, Transactions transactions) {
    if (progress.hasRecords(replay.id())) {
      return false;
    }
    var account = Objects.requireNonNull(replay.expiry()).account();
    inChunks(placed(replay, account), transactions::removeSlotRecords);
    var events =
        LongStream.range(0, account.events())
            .mapToObj(seq -> new EventKey(replay.id(), seq))
            .collect(Collectors.toCollection(ArrayList::new));
    Collections.reverse(events);
    inChunks(events, transactions::removeEvents);
    LOG.info(
        "coordinator has removed the events and slot records of an expired replay replay={}"
            + " events={}",
        replay.id(),
        account.events());
    return true;
  }

  /**
   * Returns the slot records of a replay. The slot of a shard that was never claimed is not known.
   * For such a shard, the result has a record for every slot, so that the right one is among them.
   * A replay that was never started has no slot records.
   */
  private List<SlotRecord> placed(Replay replay, ReplayAccount account) {
    if (replay.startedAt() == null) {
      return List.of();
    }
    var placed = new ArrayList<SlotRecord>();
    for (int index = 0; index < account.slots().size(); index++) {
      var shard = new ShardKey(replay.id(), index);
      int slot = account.slots().get(index);
      IntStream.range(0, slots)
          .filter(s -> slot == ReplayAccount.UNKNOWN_SLOT || s == slot)
          .forEach(s -> placed.add(new SlotRecord(shard, s)));
    }
    return placed;
  }

  private static <T> void inChunks(List<T> all, Consumer<List<T>> each) {
    for (int from = 0; from < all.size(); from += MOST_REMOVED) {
      each.accept(all.subList(from, Math.min(all.size(), from + MOST_REMOVED)));
    }
  }

  private void delay(String replay, RuntimeException e) {
    failed.incrementAndGet();
    var before = holds.get(replay);
    int failures = before == null ? 1 : before.failures() + 1;
    var delay = SHORTEST_DELAY.multipliedBy(1L << Math.min(failures - 1, 20));
    var limited = delay.compareTo(LONGEST_DELAY) < 0 ? delay : LONGEST_DELAY;
    holds.put(replay, new Hold(failures, Deadline.after(limited, ticker)));
    LOG.warn(
        "replay could not expire, the coordinator tries again after a delay replay={} attempt={}"
            + " delayMs={} cause={}",
        replay,
        failures,
        limited.toMillis(),
        e.toString());
  }
}
