package io.reprise.replay.simulation;

import io.reprise.replay.checkpoint.ShardCounts;
import io.reprise.replay.checkpoint.ShardKey;
import io.reprise.replay.checkpoint.ShardProgress;
import io.reprise.replay.checkpoint.ShardState;
import io.reprise.replay.journal.CommandRecord;
import io.reprise.replay.journal.DoubtNote;
import io.reprise.replay.journal.EventKey;
import io.reprise.replay.journal.EventRecord;
import io.reprise.replay.plan.ShardPlan;
import io.reprise.replay.simulation.Transaction.Holder;
import io.reprise.replay.spec.Throttle;
import io.reprise.replay.state.Replay;
import io.reprise.replay.state.ReplayAccount;
import io.reprise.replay.state.ReplayEvent;
import io.reprise.replay.state.ReplayState;
import io.reprise.replay.state.ReplayTable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Checks the invariants on every transaction at the moment its commit is decided. It changes
 * nothing, and only the operator reads it.
 */
final class Audit {
  private static final long OLDEST_CONTROL_MILLIS = 2_000;

  /** An event and when it became visible. */
  private record Shown(String replay, long seq, long at) {}

  private final World world;
  private final Map<ShardKey, ShardAudit> shards = new HashMap<>();
  private final Map<Integer, Long> newestOwnership = new HashMap<>();
  private final Set<String> decidedCommands = new HashSet<>();
  private final Set<String> stopped = new HashSet<>();
  private final Set<String> inAnotherTarget = new HashSet<>();
  private final Map<String, Long> lowestRemoved = new HashMap<>();
  private final List<Shown> shown = new ArrayList<>();
  private ReplayTable book = ReplayTable.EMPTY;
  private long shownUpTo;

  Audit(World world) {
    this.world = world;
  }

  /** All replays as decided so far. */
  ReplayTable book() {
    return book;
  }

  boolean isDecided(String commandId) {
    return decidedCommands.contains(commandId);
  }

  /**
   * The coordinators' group has committed an offset: no coordinator reads the commands below it
   * again, so each of them must have been decided.
   */
  void commandsPassed(long offset) {
    for (var entry : world.broker().commands.read(0)) {
      var id = ((CommandRecord) entry.value()).id();
      if (entry.offset() < offset && !isDecided(id)) {
        throw new Violation("command %s was lost: offset %d is committed", id, offset);
      }
    }
  }

  /** An owner has fenced its predecessors. */
  void began(Holder holder) {
    long newest = newestOwnership.merge(holder.slot(), holder.ownership(), Math::max);
    if (newest > holder.ownership()) {
      world.saw(Sight.SUCCESSOR_FENCED);
    }
  }

  /** A commit was decided. */
  void committed(Transaction transaction) {
    var holder = transaction.holder;
    if (holder.ownership() < newestOwnership.getOrDefault(holder.slot(), 0L)) {
      throw new Violation("%s committed after its successor had begun", holder);
    }
    var claimed = new HashSet<ShardKey>();
    for (var entry : transaction.entries()) {
      world.note("%s commits %s: %s", holder.worker(), entry.key(), brief(entry.value()));
      if (entry.value() == null) {
        removed(holder, entry.key());
      } else if (entry.value() instanceof EventRecord event) {
        decided(event);
      } else if (entry.value() instanceof ShardProgress record) {
        shard(record.shard()).recorded(record);
        note(record);
        if (record.state() == ShardState.CLAIMED) {
          claimed.add(record.shard());
        } else if (claimed.contains(record.shard())) {
          ended(record);
        }
      } else if (entry.value() instanceof Delivered slice) {
        delivered(slice, entry.offset());
      }
    }
  }

  /** A shard was ended by the transaction of its claim. */
  private void ended(ShardProgress record) {
    shard(record.shard()).endedWithClaim(stopped.contains(record.shard().replay()));
  }

  private static String brief(Object value) {
    if (value instanceof ShardProgress p) {
      return "%s lease %d next %d".formatted(p.state(), p.leaseEpoch(), p.nextOffset());
    }
    if (value instanceof Delivered d) {
      return "%s %d records from %s".formatted(d.shard(), d.offsets().size(), first(d));
    }
    if (value == null) {
      return "removal";
    }
    return value instanceof EventRecord e ? e.event().getClass().getSimpleName() : "placed";
  }

  private static Object first(Delivered slice) {
    return slice.offsets().isEmpty() ? "none" : slice.offsets().get(0);
  }

  private ShardAudit shard(ShardKey key) {
    return shards.computeIfAbsent(
        key, k -> new ShardAudit(k, book.replay(k.replay()).plan(), world.scenario()));
  }

  /**
   * A record was removed: only of an expired replay, and its events last, from the newest to the
   * oldest. An owner removes nothing while a transaction hangs of which the record may tell the
   * outcome.
   */
  private void removed(Holder holder, String key) {
    var named = ShardKey.parse(key);
    boolean isNote = DoubtNote.isNote(named);
    var shard = isNote ? DoubtNote.shard(named) : named;
    var replay = shard.replay();
    if (!book.isExpired(replay)) {
      throw new Violation("%s was removed, and its replay has not expired", key);
    }
    if (!holder.isCoordinator()) {
      if (world.broker().transactions().hangsInTarget(holder.slot())) {
        throw new Violation("%s was removed while a transaction of its slot hangs", key);
      }
      world.saw(Sight.PROGRESS_REMOVED);
      if (!isNote) {
        shard(shard).removed();
      }
    } else if (key.equals(new EventKey(replay, shard.index()).toString())) {
      world.saw(Sight.EVENTS_REMOVED);
      requireAllShards(book.replay(replay), ShardAudit::requireRemoved);
      long newest = book.replay(replay).expiry().account().events() - 1;
      long before = lowestRemoved.getOrDefault(replay, newest + 1);
      if (shard.index() != newest && shard.index() != before - 1) {
        throw new Violation("%s was removed after event %d", key, before);
      }
      lowestRemoved.put(replay, (long) shard.index());
    }
  }

  private void delivered(Delivered slice, long at) {
    if (stopped.contains(slice.shard().replay())) {
      throw new Violation(
          "%s delivered while its replay is %s",
          slice.shard(), book.replay(slice.shard().replay()).state().name());
    }
    if (world.broker().hasRecreatedTarget()) {
      inAnotherTarget.add(slice.shard().replay());
    }
    shard(slice.shard()).delivered(slice.offsets(), at);
  }

  private void decided(EventRecord record) {
    var before = book.replay(record.replay());
    long expected = before == null ? 0 : before.nextSeq();
    if (record.seq() != expected) {
      throw new Violation("%s: event %d where %d is due", record.replay(), record.seq(), expected);
    }
    if (record.commandId() != null && !decidedCommands.add(record.commandId())) {
      throw new Violation("command %s was decided twice", record.commandId());
    }
    try {
      book = book.after(record.replay(), record.event(), record.at());
    } catch (IllegalStateException e) {
      throw new Violation("%s: %s", record.replay(), e.getMessage());
    }
    check(record.event(), book.replay(record.replay()));
    note(record.event(), book.replay(record.replay()).state());
  }

  private void note(ShardProgress record) {
    if (record.state() == ShardState.STOPPED && record.waiting() != null) {
      world.saw(
          switch (record.waiting().reason()) {
            case RETRY -> Sight.WAITED_TO_RETRY;
            case WORKER -> Sight.WAITED_FOR_ANOTHER_WORKER;
            case CHECK -> Sight.WAITED_FOR_CHECK;
          });
    }
  }

  /**
   * A transaction was aborted in its own log although its outcome is in doubt.
   *
   * @param wasCommitted whether it was committed elsewhere
   */
  void doubted(Transaction transaction, boolean wasCommitted) {
    for (var entry : transaction.entries()) {
      if (entry.value() instanceof ShardProgress record) {
        shard(record.shard()).doubted(wasCommitted);
      }
    }
  }

  private void note(ReplayEvent event, ReplayState state) {
    if (event instanceof ReplayEvent.FailureObserved failure) {
      if (failure.cause().contains("no worker could run it")) {
        world.saw(Sight.NO_WORKER_COULD_RUN_IT);
      } else if (failure.cause().contains("was deleted and created again")) {
        world.saw(Sight.TARGET_RECREATED);
      }
    }
    if (event instanceof ReplayEvent.FailureObserved failure
        && failure.cause().contains("may hang in")) {
      world.saw(Sight.FAILED_UNCHECKED);
    }
    if (event instanceof ReplayEvent.Stopped) {
      world.saw(
          state instanceof ReplayState.Paused
              ? Sight.PAUSED
              : state instanceof ReplayState.Cancelled ? Sight.CANCELLED : Sight.FAILED);
    } else if (event instanceof ReplayEvent.Resumed) {
      world.saw(Sight.RESUMED);
    } else if (event instanceof ReplayEvent.Retried) {
      world.saw(Sight.RETRIED);
    } else if (event instanceof ReplayEvent.Completed) {
      world.saw(Sight.COMPLETED);
    } else if (event instanceof ReplayEvent.CommandRefused refused) {
      world.saw(Sight.COMMAND_REFUSED);
      if (refused.reason().contains("RecordTooLarge")) {
        world.saw(Sight.POISON_REFUSED);
      }
    } else if (event instanceof ReplayEvent.SharesIssued) {
      world.saw(Sight.SHARES_ISSUED);
    }
  }

  private void check(ReplayEvent event, Replay replay) {
    requireSharesWithinRate(replay);
    if (event instanceof ReplayEvent.Stopped) {
      stopped.add(replay.id());
      requireAllShards(replay, ShardAudit::requireIdle);
    } else if (event instanceof ReplayEvent.Completed) {
      stopped.add(replay.id());
      requireAllShards(replay, ShardAudit::requireComplete);
      if (inAnotherTarget.contains(replay.id())) {
        throw new Violation(
            "%s is complete, and its target topic was created again before its last slice",
            replay.id());
      }
    } else if (event instanceof ReplayEvent.Expired expired) {
      world.saw(Sight.EXPIRED);
      requireAllShards(replay, ShardAudit::expires);
      requireAccount(replay, expired.account());
    } else if (replay.state() instanceof ReplayState.Running) {
      requireAllShards(replay, ShardAudit::runsAgain);
      stopped.remove(replay.id());
    }
  }

  private void requireAllShards(Replay replay, java.util.function.Consumer<ShardAudit> check) {
    for (var plan : replay.plan().shards()) {
      check.accept(shard(new ShardKey(replay.id(), plan.index())));
    }
  }

  /**
   * The account has the counts of all shards. It may lack shards without a record to deliver that
   * were ended after their replay had been declared stopped.
   */
  private void requireAccount(Replay replay, ReplayAccount account) {
    long done = 0;
    var counts = ShardCounts.NONE;
    long mostLate = 0;
    var late = ShardCounts.NONE;
    for (var plan : replay.plan().shards()) {
      var audited = shard(new ShardKey(replay.id(), plan.index()));
      var record = audited.last();
      requireDoubt(audited, plan, account);
      if (audited.hasEndedAfterStop()) {
        mostLate++;
        late = late.plus(record.counts());
      } else {
        done += record != null && record.state() == ShardState.DONE ? 1 : 0;
        counts = record == null ? counts : counts.plus(record.counts());
      }
    }
    long lateDone = account.done() - done;
    if (lateDone == mostLate && counts.plus(late).equals(account.counts())) {
      return;
    }
    boolean fits =
        lateDone >= 0
            && lateDone < mostLate
            && account.counts().delivered() == counts.delivered()
            && account.counts().bytes() == counts.bytes()
            && account.counts().accounted() >= counts.accounted()
            && account.counts().accounted() <= counts.accounted() + late.accounted();
    if (!fits) {
      throw new Violation("%s: its account %s does not fit %s", replay.id(), account, counts);
    }
  }

  /** What is in doubt must be read in the account, because the note is removed. */
  private static void requireDoubt(ShardAudit shard, ShardPlan plan, ReplayAccount account) {
    boolean named =
        account.partitions().stream()
            .filter(partition -> partition.partition() == plan.partition())
            .anyMatch(partition -> partition.doubts().containsKey(plan.index()));
    if (shard.isInDoubt() && !named) {
      throw new Violation("shard %d is in doubt, and the account says nothing", plan.index());
    }
  }

  private static void requireSharesWithinRate(Replay replay) {
    long sum = replay.shares().values().stream().mapToLong(Throttle::recordsPerSecond).sum();
    var rate = replay.throttle().recordsPerSecond();
    if (rate != null && sum > rate) {
      throw new Violation("%s: shares of %d for a rate of %d", replay.id(), sum, rate);
    }
  }

  /** Whether no shard is recorded as CLAIMED. */
  boolean isAtRest() {
    return shards.values().stream().noneMatch(ShardAudit::isClaimed);
  }

  /**
   * Whether nothing but the account, and refusals after it, is left of every replay. A slot of
   * which a partition can never be checked keeps its progress records, and their replay its events.
   */
  boolean isCleared() {
    var broker = world.broker();
    var kept = new ArrayList<Integer>();
    for (int slot = 0; slot < broker.progress.size(); slot++) {
      if (!newest(broker.progress.get(slot)).isEmpty()) {
        kept.add(slot);
      }
    }
    if (!kept.isEmpty()) {
      return isAtRest()
          && book.replays().stream().allMatch(Replay::isExpired)
          && kept.stream().allMatch(broker::staysUnchecked);
    }
    var left = new ArrayList<>(newest(broker.replays).values());
    left.removeIf(
        value ->
            ((EventRecord) value).event() instanceof ReplayEvent.Expired
                || ((EventRecord) value).event() instanceof ReplayEvent.CommandRefused
                    && book.isExpired(((EventRecord) value).replay())
                    && ((EventRecord) value).seq()
                        > book.replay(((EventRecord) value).replay()).expiry().account().events());
    return left.isEmpty() && broker.slots.stream().allMatch(log -> newest(log).isEmpty());
  }

  /** The newest value of each key that was not removed. */
  private static Map<String, Object> newest(Log log) {
    var values = new HashMap<String, Object>();
    log.read(0).forEach(entry -> values.put(entry.key(), entry.value()));
    values.values().removeIf(Objects::isNull);
    return values;
  }

  /** The replay log is visible up to {@code stable}, exclusive. */
  void eventsShow(long stable) {
    for (var entry : world.broker().replays.read(shownUpTo)) {
      var event = (EventRecord) entry.value();
      if (event == null) {
        continue;
      }
      shown.add(new Shown(event.replay(), event.seq(), world.timeline().now()));
    }
    shownUpTo = stable;
  }

  /**
   * A worker delivers, on the state of a replay that it knew at its last check.
   *
   * @param checkedAt the time of that check
   */
  void mayDeliver(ShardKey shard, Replay known, long checkedAt) {
    long provenBy = checkedAt - OLDEST_CONTROL_MILLIS;
    for (int i = shown.size() - 1; i >= 0; i--) {
      var event = shown.get(i);
      if (event.at() < provenBy && event.replay().equals(known.id())) {
        if (event.seq() >= known.nextSeq()) {
          throw new Violation(
              "%s delivers without event %d, which showed %d ms ago",
              shard, event.seq(), checkedAt - event.at());
        }
        return;
      }
    }
  }
}
