package io.reprise.replay.coordinate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reprise.kafka.time.Ticker;
import io.reprise.replay.Samples;
import io.reprise.replay.checkpoint.ShardKey;
import io.reprise.replay.checkpoint.ShardProgress;
import io.reprise.replay.checkpoint.ShardState;
import io.reprise.replay.journal.CommandRecord;
import io.reprise.replay.journal.EventKey;
import io.reprise.replay.journal.EventRecord;
import io.reprise.replay.journal.ProgressCopy;
import io.reprise.replay.journal.ReplayCopy;
import io.reprise.replay.journal.SlotRecord;
import io.reprise.replay.journal.StaleControlException;
import io.reprise.replay.spec.Throttle;
import io.reprise.replay.state.DecidedCommand;
import io.reprise.replay.state.ReplayEvent;
import io.reprise.replay.state.ReplayTable;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Shows guarantee 13 of docs/liveness.md. */
class ReplayExpiryTest {
  private static final Duration RETENTION = Duration.ofDays(30);
  private static final int SLOTS = 4;

  private final Time time = new Time();
  private final Topics topics = new Topics();

  /** A clock and ticker that move only when a test says so. */
  private static final class Time extends Clock implements Ticker {
    private Duration passed = Duration.ZERO;

    void pass(Duration more) {
      passed = passed.plus(more);
    }

    @Override
    public long nanos() {
      return passed.toNanos();
    }

    @Override
    public void sleep(Duration duration) {
      pass(duration);
    }

    @Override
    public Instant instant() {
      return Samples.NOON.plus(passed);
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }

  /** The control topics after compaction, and a copy of them that is always complete. */
  private static final class Topics implements ProgressCopy, ReplayExpiry.Transactions {
    final ReplayCopy replays = new Replays();
    final Map<EventKey, EventRecord> events = new LinkedHashMap<>();
    final Map<ShardKey, ShardProgress> progress = new LinkedHashMap<>();
    final Map<ShardKey, String> doubts = new LinkedHashMap<>();
    final Map<ShardKey, SlotRecord> slots = new LinkedHashMap<>();
    ReplayTable table = ReplayTable.EMPTY;
    RuntimeException unreadable;
    int reads;
    int transactions;
    int crashAt = Integer.MAX_VALUE;
    boolean crashesBeforeCommit;

    /** Adds a replay that has two shards and ended at noon; the second was never claimed. */
    void addEnded(String id, ReplayEvent... after) {
      var all = new ArrayList<ReplayEvent>();
      all.add(new ReplayEvent.Created(Samples.plan(2, Throttle.NONE)));
      all.add(new ReplayEvent.Started());
      all.addAll(List.of(after));
      for (int seq = 0; seq < all.size(); seq++) {
        append(new EventRecord(id, seq, Samples.NOON, "ada", "c-" + seq, all.get(seq)));
      }
      for (int shard = 0; shard < 2; shard++) {
        var key = new ShardKey(id, shard);
        slots.put(key, new SlotRecord(key, shard));
      }
      put(id, ShardState.STOPPED);
    }

    void put(String id, ShardState state) {
      var key = new ShardKey(id, 0);
      var sample = Samples.progress(0, state, 60);
      progress.put(
          key,
          new ShardProgress(
              key,
              0,
              state,
              sample.nextOffset(),
              1,
              1,
              "w1",
              sample.counts(),
              sample.holes(),
              sample.digest(),
              sample.at(),
              sample.cause(),
              null));
    }

    private void append(EventRecord event) {
      events.put(new EventKey(event.replay(), event.seq()), event);
      table = table.afterRead(event.replay(), event.seq(), event.event(), event.at());
    }

    /** What a worker reads that starts now. */
    void readAgain() {
      table = ReplayTable.EMPTY;
      events.values().forEach(e -> table = table.afterRead(e.replay(), e.seq(), e.event(), e.at()));
    }

    private void transaction(Runnable commit) {
      boolean crashes = ++transactions == crashAt;
      if (!crashes || !crashesBeforeCommit) {
        commit.run();
      }
      if (crashes) {
        throw new IllegalStateException("crash");
      }
    }

    @Override
    public void commit(EventRecord event) {
      transaction(() -> append(event));
    }

    @Override
    public void removeSlotRecords(List<SlotRecord> placed) {
      transaction(() -> placed.forEach(p -> slots.remove(p.shard(), p)));
    }

    @Override
    public void removeEvents(List<EventKey> newestFirst) {
      transaction(
          () ->
              newestFirst.forEach(
                  key -> {
                    events.remove(key);
                    table = table.withoutEvent(key.replay(), key.seq());
                  }));
    }

    @Override
    public void catchUp() {
      reads++;
      if (unreadable != null) {
        throw unreadable;
      }
    }

    @Override
    public long changes() {
      return 0;
    }

    @Override
    public Map<Integer, ShardProgress> of(String replay) {
      var found = new TreeMap<Integer, ShardProgress>();
      progress.forEach(
          (key, record) -> {
            if (key.replay().equals(replay)) {
              found.put(key.index(), record);
            }
          });
      return found;
    }

    @Override
    public ShardProgress of(ShardKey shard) {
      return progress.get(shard);
    }

    @Override
    public boolean hasRecords(String replay) {
      return !of(replay).isEmpty() || doubts.containsKey(new ShardKey(replay, 0));
    }

    @Override
    public Optional<String> doubt(ShardKey shard) {
      return Optional.ofNullable(doubts.get(shard));
    }

    @Override
    public Map<Integer, String> doubts(Map<Integer, ShardProgress> records) {
      var found = new TreeMap<Integer, String>();
      records.forEach(
          (index, record) -> doubt(record.shard()).ifPresent(text -> found.put(index, text)));
      return found;
    }

    @Override
    public List<ShardKey> expired(int slot) {
      return List.of();
    }

    @Override
    public void awaitRemoved(int slot, List<ShardKey> keys) {}

    @Override
    public void catchUpOwned(int slot) {}

    @Override
    public void awaitVisible(ShardProgress written) {}

    private final class Replays implements ReplayCopy {
      @Override
      public ReplayTable table() {
        return table;
      }

      @Override
      public Duration age() {
        return Duration.ZERO;
      }

      @Override
      public boolean isDecided(CommandRecord command) {
        return false;
      }

      @Override
      public List<DecidedCommand> decisions(String replay) {
        return List.of(new DecidedCommand("c-0", "ada", "Created"));
      }

      @Override
      public ReplayTable catchUp() {
        return table;
      }

      @Override
      public void catchUpOwned() {}
    }
  }

  private ReplayExpiry expiry() {
    return new ReplayExpiry(RETENTION, SLOTS, topics.replays, topics, time, time);
  }

  private void steps(ReplayExpiry expiry, int count) {
    for (int i = 0; i < count; i++) {
      time.pass(Duration.ofSeconds(11));
      expiry.step(topics);
    }
  }

  @Test
  void leavesARunningReplayAndOneThatEndedLaterThanTheRetention() {
    topics.addEnded("running");
    var expiry = expiry();
    time.pass(RETENTION.multipliedBy(2));
    steps(expiry, 3);
    assertThat(topics.transactions).isZero();

    topics.addEnded("ended", new ReplayEvent.Completed(false));
    time.passed = RETENTION.minusSeconds(60);
    steps(expiry(), 1);
    assertThat(topics.transactions).isZero();
  }

  @Test
  void removesTheEventsOnlyAfterTheProgressRecordsAndLeavesTheAccount() {
    topics.addEnded("a", new ReplayEvent.Completed(false));
    var expiry = expiry();
    time.pass(RETENTION);
    steps(expiry, 5);

    assertThat(topics.table.isExpired("a")).isTrue();
    assertThat(topics.events).hasSize(4);
    assertThat(topics.slots).hasSize(2);
    topics.progress.clear();
    steps(expiry, 2);

    assertOnlyAccountsLeft("a");
    var account = Objects.requireNonNull(topics.table.replay("a").expiry()).account();
    assertThat(account.counts().delivered()).isEqualTo(60);
    assertThat(account.accounted()).isEqualTo(60);
    assertThat(account.slots()).containsExactly(0, -1);
    assertThat(account.commands()).containsExactly(new DecidedCommand("c-0", "ada", "Created"));
    assertThat(expiry.expired()).isEqualTo(1);
    int written = topics.transactions;
    steps(expiry, 3);
    assertThat(topics.transactions).isEqualTo(written);
  }

  @Test
  void keepsADoubtInTheAccountAndWaitsUntilItsNoteIsRemoved() {
    topics.addEnded("a", new ReplayEvent.FailureObserved("in doubt"), new ReplayEvent.Stopped());
    var shard = new ShardKey("a", 0);
    topics.doubts.put(shard, "offsets [1060, 1100) may have been delivered");
    var expiry = expiry();
    time.pass(RETENTION);
    steps(expiry, 1);
    topics.progress.clear();
    steps(expiry, 3);
    assertThat(topics.events).hasSize(5);

    topics.doubts.clear();
    steps(expiry, 2);

    assertOnlyAccountsLeft("a");
    var account = Objects.requireNonNull(topics.table.replay("a").expiry()).account();
    assertThat(account.partitions().get(0).doubts())
        .isEqualTo(Map.of(0, "offsets [1060, 1100) may have been delivered"));
  }

  @Test
  void waitsForAShardThatIsStillClaimed() {
    topics.addEnded("a", new ReplayEvent.FailureObserved("broken"), new ReplayEvent.Stopped());
    topics.put("a", ShardState.CLAIMED);
    var expiry = expiry();
    time.pass(RETENTION);
    steps(expiry, 3);
    assertThat(topics.transactions).isZero();

    topics.put("a", ShardState.STOPPED);
    steps(expiry, 2);

    assertThat(topics.table.isExpired("a")).isTrue();
    assertThat(expiry.failed()).isZero();
  }

  @Test
  void theNextCoordinatorGoesOnAfterACrashAtAnyTransaction() {
    for (int crashAt = 1; crashAt <= 6; crashAt++) {
      for (boolean before : new boolean[] {true, false}) {
        crashAndGoOn(crashAt, before);
      }
    }
  }

  private void crashAndGoOn(int crashAt, boolean beforeCommit) {
    var run = new ReplayExpiryTest();
    run.topics.addEnded("a", new ReplayEvent.Completed(true));
    run.topics.addEnded("b", new ReplayEvent.CancelRequested(), new ReplayEvent.Stopped());
    run.topics.crashAt = crashAt;
    run.topics.crashesBeforeCommit = beforeCommit;
    var first = run.expiry();
    run.time.pass(RETENTION);
    boolean crashed = false;
    for (int i = 0; i < 12 && !crashed; i++) {
      try {
        run.steps(first, 1);
        run.ownersRemoveProgress();
      } catch (IllegalStateException e) {
        crashed = true;
      }
    }
    assertThat(crashed).as("crash at transaction %d", crashAt).isTrue();

    run.topics.readAgain();
    var successor = run.expiry();
    run.time.pass(Duration.ofMinutes(10));
    for (int i = 0; i < 12; i++) {
      run.steps(successor, 1);
      run.ownersRemoveProgress();
    }

    run.assertOnlyAccountsLeft("a", "b");
    run.topics.readAgain();
    run.assertOnlyAccountsLeft("a", "b");
  }

  private void ownersRemoveProgress() {
    topics.progress.keySet().removeIf(shard -> topics.table.isExpired(shard.replay()));
  }

  private void assertOnlyAccountsLeft(String... replays) {
    assertThat(topics.events.values())
        .hasSize(replays.length)
        .allMatch(e -> e.event() instanceof ReplayEvent.Expired)
        .extracting(EventRecord::replay)
        .containsExactlyInAnyOrder(replays);
    assertThat(topics.slots).isEmpty();
    assertThat(topics.progress).isEmpty();
    for (var replay : replays) {
      assertThat(topics.table.replay(replay).hasExpiredEvents()).isFalse();
      assertThat(topics.table.replay(replay).plan().shards()).isEmpty();
    }
  }

  @Test
  void doesNothingInItsFirstTenMinutesAndThenOneStepAtATime() {
    for (int i = 0; i < 3; i++) {
      topics.addEnded("r" + i, new ReplayEvent.Completed(false));
    }
    time.pass(RETENTION);
    var expiry = expiry();
    time.pass(Duration.ofMinutes(10).minusMillis(1));
    expiry.step(topics);
    assertThat(topics.transactions).isZero();

    time.pass(Duration.ofMillis(1));
    expiry.step(topics);
    expiry.step(topics);
    assertThat(topics.transactions).isEqualTo(1);
    time.pass(Duration.ofMillis(249));
    expiry.step(topics);
    assertThat(expiry.expired()).isEqualTo(1);
    time.pass(Duration.ofMillis(1));
    expiry.step(topics);
    assertThat(expiry.expired()).isEqualTo(2);
  }

  @Test
  void aReplayThatFailsWaitsLongerEachTimeAndHoldsUpNoOther() {
    topics.addEnded("a", new ReplayEvent.Completed(false));
    topics.addEnded("b", new ReplayEvent.Completed(false));
    topics.crashesBeforeCommit = true;
    var expiry = expiry();
    time.pass(RETENTION);
    failOnce(expiry);
    time.pass(Duration.ofMillis(250));
    expiry.step(topics);
    assertThat(topics.table.isExpired("b")).isTrue();
    time.pass(Duration.ofSeconds(11));

    for (int seconds = 2; seconds <= 8; seconds *= 2) {
      failOnce(expiry);
      int before = topics.transactions;
      time.pass(Duration.ofSeconds(seconds).minusMillis(1));
      expiry.step(topics);
      assertThat(topics.transactions).as("within %d s", seconds).isEqualTo(before);
      time.pass(Duration.ofSeconds(11));
    }
    expiry.step(topics);

    assertThat(expiry.failed()).isEqualTo(4);
    assertThat(topics.table.isExpired("a")).isTrue();
  }

  /** The coordinator keeps its writer: it decides commands while a partition does not answer. */
  @Test
  void aReadThatFailsIsNoFailureOfTheCoordinatorAndDelaysAllReplays() {
    topics.addEnded("a", new ReplayEvent.Completed(false));
    topics.addEnded("b", new ReplayEvent.Completed(false));
    var expiry = expiry();
    time.pass(RETENTION);
    topics.unreadable = new StaleControlException("reprise.progress-3 does not answer");

    expiry.step(topics);
    time.pass(Duration.ofSeconds(10).minusMillis(1));
    expiry.step(topics);
    assertThat(topics.reads).isEqualTo(1);
    topics.unreadable = new IllegalStateException("a record that nobody has foreseen");
    steps(expiry, 1);

    assertThat(expiry.failed()).isEqualTo(2);
    assertThat(topics.transactions).isZero();
    topics.unreadable = null;
    steps(expiry, 2);
    assertThat(expiry.expired()).isEqualTo(2);
  }

  private void failOnce(ReplayExpiry expiry) {
    topics.crashAt = topics.transactions + 1;
    assertThatThrownBy(() -> expiry.step(topics)).hasMessage("crash");
  }
}
