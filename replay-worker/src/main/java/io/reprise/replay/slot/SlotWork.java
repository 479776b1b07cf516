package io.reprise.replay.slot;

import io.reprise.kafka.time.Deadline;
import io.reprise.kafka.time.Ticker;
import io.reprise.replay.checkpoint.ShardKey;
import io.reprise.replay.checkpoint.ShardProgress;
import io.reprise.replay.checkpoint.ShardState;
import io.reprise.replay.checkpoint.ShardWait;
import io.reprise.replay.deliver.Deliveries;
import io.reprise.replay.deliver.FailedAttempt;
import io.reprise.replay.deliver.ShardDelivery;
import io.reprise.replay.failure.Failure;
import io.reprise.replay.failure.ShardFailedException;
import io.reprise.replay.fencing.SlotTransactions;
import io.reprise.replay.journal.ProgressCopy;
import io.reprise.replay.journal.ReplayCopy;
import io.reprise.replay.target.WritablePartitions;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The steps that a slot runner takes for the shards of its slot: steps S1 to S5 of
 * docs/protocol.md, and opening a delivery. A worker has one instance. Thread-safe.
 */
public final class SlotWork {
  private static final Logger LOG = LoggerFactory.getLogger(SlotWork.class);

  private static final int MOST_REMOVED = 500;
  private static final Duration CHECK_EVERY = Duration.ofMillis(250);
  private static final Duration LONGEST_BEFORE_STOP = Duration.ofSeconds(1);
  private static final Duration LONGEST_IN_DOUBT = Duration.ofSeconds(30);
  private static final Duration REMOVAL_PAUSE = Duration.ofMinutes(1);
  private static final Duration LONGEST_WITHOUT_FAULT = Duration.ofMinutes(1);

  private final String worker;
  private final SlotTakeover takeover;
  private final OwnedSlots slots;
  private final ReplayCopy replays;
  private final ProgressCopy progress;
  private final Deliveries deliveries;
  private final ShardHolds holds;
  private final WorkerFaults faults;
  private final Clock clock;
  private final Ticker ticker;
  private final Duration removalWait;
  private final EmptyShardClaims emptyShards;
  private final SlotCounters counters = new SlotCounters();

  /**
   * For each slot that has progress records of expired replays but no task: the time from which the
   * slot may be taken over to remove these records.
   */
  private final Map<Integer, Deadline> removals = new ConcurrentHashMap<>();

  private volatile boolean stopped;

  /**
   * Creates the steps for the slots of one worker.
   *
   * @param worker this worker's name, which progress records show
   * @param holds delays the next attempt at a shard that has failed
   * @param faults collects the shards and slots that this worker cannot run
   * @param clock gives the times in progress records
   * @param ticker measures waits
   * @param removalWait how long a slot that has no task waits for more progress records to remove
   */
  public SlotWork(
      String worker,
      SlotTakeover takeover,
      OwnedSlots slots,
      ReplayCopy replays,
      ProgressCopy progress,
      Deliveries deliveries,
      ShardHolds holds,
      WorkerFaults faults,
      Clock clock,
      Ticker ticker,
      Duration removalWait) {
    this.removalWait = removalWait;
    this.worker = worker;
    this.takeover = takeover;
    this.slots = slots;
    this.replays = replays;
    this.progress = progress;
    this.deliveries = deliveries;
    this.holds = holds;
    this.faults = faults;
    this.clock = clock;
    this.ticker = ticker;
    this.emptyShards = new EmptyShardClaims(worker, slots, replays, progress, deliveries, clock);
  }

  /** Returns what has happened to this worker's slots. Shown in the worker's metrics. */
  public SlotCounters counters() {
    return counters;
  }

  /** Tells all runners and deliveries of this worker to end before their next step. */
  void stop() {
    stopped = true;
  }

  /** Returns whether a replay runs or is stopping, so that slots may get tasks at any time. */
  boolean hasActiveReplay() {
    return replays.table().hasActive();
  }

  /** Returns whether the slot is still owned and the worker is not shutting down. */
  boolean mayGoOn(SlotOwnership ownership) {
    return !stopped && slots.isOwned(ownership);
  }

  /**
   * Returns the most urgent task of a slot, according to this worker's copies of the control
   * topics; empty if there is none. Never waits for Kafka, because the thread that checks the slots
   * calls this method. If a shard still waits for its next attempt, its only possible task is to
   * record a stop.
   *
   * @param considered returns whether a shard of the slot is considered
   */
  Optional<ShardTask> nextTask(int slot, Predicate<ShardKey> considered) {
    var table = replays.table();
    var shards = new LinkedHashMap<ShardKey, ProgressCopy.OpenShard>();
    slots.shardsIn(slot).stream()
        .filter(shard -> !progress.isSettled(shard.replay()))
        .filter(shard -> !table.isExpired(shard.replay()))
        .filter(considered)
        .forEach(shard -> progress.open(shard).ifPresent(open -> shards.put(shard, open)));
    return ShardTask.next(
        List.copyOf(shards.keySet()),
        table,
        shard -> Objects.requireNonNull(shards.get(shard)).last(),
        holds::permits);
  }

  /** Fences the slot's former owner (step S2 of docs/protocol.md). The caller closes the result. */
  SlotTransactions takeOver(int slot) {
    return counted(takeover.open(slot));
  }

  /**
   * As {@link #takeOver}. If the outcome of a transaction of the slot cannot be determined, its
   * shard is in doubt from now on.
   */
  SlotTransactions takeOverInDoubt(int slot) {
    return counted(takeover.openInDoubt(slot));
  }

  private SlotTransactions counted(SlotTransactions takenOver) {
    counters.tookOver();
    return takenOver;
  }

  /**
   * Returns the deadline after which the caller should use {@link #takeOverInDoubt} instead of
   * {@link #takeOver}.
   */
  Deadline doubtLimit() {
    return Deadline.after(LONGEST_IN_DOUBT, ticker);
  }

  /**
   * Requires that a shard may deliver under its next lease.
   *
   * @param writable the partitions that the shard is going to write
   * @throws ShardFailedException when the shard is in doubt
   * @throws io.reprise.replay.failure.UncheckedPartitionException when a partition cannot be
   *     checked in which a transaction of the slot may hang
   */
  void requireCertain(ShardTask task, WritablePartitions writable, SlotTransactions transactions) {
    var doubt = progress.doubt(task.key());
    if (doubt.isPresent()) {
      throw new ShardFailedException(doubt.get());
    }
    var unchecked = transactions.unchecked().before(task.key(), writable);
    if (!unchecked.isEmpty()) {
      transactions.check(unchecked);
    }
  }

  /**
   * Reads the slot's progress records to their end, then the events of all replays to their end
   * (step S3 of docs/protocol.md).
   */
  void readControlTopics(int slot) {
    progress.catchUpOwned(slot);
    replays.catchUp();
  }

  /**
   * Returns whether a slot without a task must be taken over now to remove progress records of
   * replays that have expired. Such a slot first waits for more of these records, because a
   * takeover costs more than the removal.
   */
  boolean mustRemoveExpired(int slot) {
    if (progress.expired(slot).isEmpty()) {
      removals.remove(slot);
      return false;
    }
    return removals.computeIfAbsent(slot, unused -> Deadline.after(removalWait, ticker)).isPassed();
  }

  /**
   * Postpones the next takeover of a slot without a task by a minute. Called if the slot has
   * unchecked partitions. A transaction may hang there whose outcome only the progress records of
   * expired replays tell, so these records must stay. The next takeover checks the partitions
   * again.
   */
  void postponeRemoval(int slot) {
    removals.put(slot, Deadline.after(REMOVAL_PAUSE, ticker));
  }

  /**
   * Starts the wait of a slot without a task anew: the slot is taken over only after the full wait,
   * to remove progress records of expired replays. Called if the takeover or the removal has
   * failed. The slot's runner then ends, so that a runner of another slot can record a stop.
   */
  void restartRemovalWait(int slot) {
    removals.remove(slot);
  }

  /**
   * Returns whether a slot has progress records of replays that have expired.
   *
   * @param considered returns whether a shard of the slot is considered
   */
  boolean hasExpired(int slot, Predicate<ShardKey> considered) {
    return progress.expired(slot).stream().anyMatch(considered);
  }

  /**
   * Removes progress records of replays that have expired, and the notes about their shards, at
   * most 500 at a time. Waits until no reader finds them any more.
   *
   * <p>Only the slot's owner may call this method, after it has taken over the slot and while the
   * slot has no unchecked partition. Each hanging transaction of the slot has then been ended, so
   * no records are needed to find its outcome.
   *
   * @param considered returns whether the record of a shard is removed
   * @throws SlotLostException when this worker no longer owns the slot
   */
  void removeExpired(
      SlotOwnership ownership, Predicate<ShardKey> considered, SlotTransactions transactions) {
    var keys =
        progress.expired(ownership.slot()).stream().filter(considered).limit(MOST_REMOVED).toList();
    if (keys.isEmpty()) {
      return;
    }
    slots.whileOwned(ownership, group -> transactions.remove(keys, group));
    progress.awaitRemoved(ownership.slot(), keys);
    LOG.info(
        "worker has removed progress records of expired replays slot={} records={} first={}",
        ownership.slot(),
        keys.size(),
        keys.get(0));
  }

  /**
   * Returns the partitions that the claim of a shard has to name.
   *
   * @throws RuntimeException when the target is not configured or its topic cannot be read
   */
  WritablePartitions writable(ShardTask task) {
    return deliveries.writable(task.replay(), task.shard(), task.last());
  }

  /**
   * Claims a shard (step S4 of docs/protocol.md) and waits until the claim is visible. Then reads
   * the events of all replays to their end once more (step S5).
   *
   * @param writable the partitions that the shard may write under this lease
   * @param retry the wait that began when a transaction of the slot failed; null if no transaction
   *     has failed since the slot last made progress
   * @throws SlotLostException when this worker no longer owns the slot
   */
  ShardProgress claim(
      SlotOwnership ownership,
      ShardTask task,
      WritablePartitions writable,
      SlotTransactions transactions,
      @Nullable ShardWait retry) {
    var claimed = claimed(ownership, task);
    if (retry != null && claimed.waiting() == null) {
      claimed = claimed.waitingFor(retry);
    }
    return claim(ownership, claimed, writable, task.kind(), transactions);
  }

  private ShardProgress claim(
      SlotOwnership ownership,
      ShardProgress claimed,
      WritablePartitions writable,
      ShardTask.Kind kind,
      SlotTransactions transactions) {
    slots.whileOwned(ownership, group -> transactions.claim(claimed, writable, group));
    counters.claimed();
    LOG.info(
        "worker has claimed a shard shard={} slot={} leaseEpoch={} nextOffset={} task={}",
        claimed.shard(),
        ownership.slot(),
        claimed.leaseEpoch(),
        claimed.nextOffset(),
        kind);
    progress.awaitVisible(claimed);
    replays.catchUp();
    return claimed;
  }

  /** Returns the steps that claim and end shards without a matching record in one transaction. */
  EmptyShardClaims emptyShards() {
    return emptyShards;
  }

  private ShardProgress claimed(SlotOwnership ownership, ShardTask task) {
    var now = clock.instant();
    int attempt = task.replay().attempt();
    var last = task.last();
    return last == null
        ? ShardProgress.first(task.key(), ownership.slot(), task.shard(), attempt, worker, now)
        : last.claimedBy(worker, attempt, now);
  }

  /** Commits a progress record that says that a claimed shard is STOPPED. Delivers nothing. */
  ShardProgress stop(ShardTask task, ShardProgress claimed, SlotTransactions transactions) {
    var recorded = ended(task, claimed).in(ShardState.STOPPED, clock.instant());
    transactions.begin();
    transactions.commit(recorded);
    return recorded;
  }

  /**
   * Returns the progress that a target of its own progress has stored. If the target does not
   * answer, the shard stops all the same, because an operator must be able to cancel a replay whose
   * target is gone.
   */
  private ShardProgress ended(ShardTask task, ShardProgress claimed) {
    try {
      return deliveries.endLease(task.replay(), claimed);
    } catch (RuntimeException e) {
      LOG.warn(
          "target did not confirm the progress of a shard that stops, so its counts may lack"
              + " records that the target has shard={} nextOffset={} cause={}",
          claimed.shard(),
          claimed.nextOffset(),
          Failure.of(e).sentence());
      return claimed;
    }
  }

  /** Waits until {@code written}, a committed progress record, is visible to every reader. */
  void awaitVisible(ShardProgress written) {
    progress.awaitVisible(written);
  }

  /** Opens the delivery of a claimed shard; the caller closes it. */
  ShardDelivery delivery(
      SlotOwnership ownership,
      ShardTask task,
      ShardProgress claimed,
      WritablePartitions writable,
      SlotTransactions transactions) {
    return deliveries.open(
        task.replay(),
        task.shard(),
        claimed,
        writable,
        transactions,
        () -> mayGoOn(ownership),
        () -> slots.isOwned(ownership));
  }

  /**
   * Commits a progress record which says that the delivery of a claimed shard could not be opened.
   */
  ShardProgress release(ShardProgress claimed, Failure failure, SlotTransactions transactions) {
    var recorded = new FailedAttempt(failure).recordAfter(claimed, clock.instant());
    transactions.begin();
    transactions.commit(recorded);
    reportFailure(recorded);
    return recorded;
  }

  /**
   * Logs that an attempt at a shard has failed, with the cause that its progress record names. If
   * the cause is an error of this worker, also adds a fault of this worker.
   */
  void reportFailure(ShardProgress recorded) {
    counters.shardFailed();
    var wait = recorded.waiting();
    LOG.warn(
        "attempt to deliver a shard failed shard={} slot={} state={} attempt={} cause={}",
        recorded.shard(),
        recorded.slot(),
        recorded.state(),
        wait == null ? 1 : wait.attempt(),
        wait == null ? recorded.cause() : wait.error());
    if (wait != null && wait.reason() == ShardWait.Reason.WORKER) {
      faults.shardFailed(recorded.shard(), wait.error());
    }
  }

  /**
   * Removes the faults of a shard and of its slot, because the shard has made progress on this
   * worker.
   */
  void reportProgress(ShardProgress recorded) {
    faults.shardRuns(recorded.shard());
    faults.slotEnded(recorded.slot());
  }

  /** Adds a fault: this worker cannot run a slot. */
  void reportSlotFailure(SlotOwnership ownership, Failure failure) {
    faults.slotFailed(ownership.slot(), failure.sentence());
  }

  /** Removes the fault of a slot, because its runner has ended. */
  void reportSlotEnd(SlotOwnership ownership) {
    faults.slotEnded(ownership.slot());
  }

  /**
   * Returns the wait that the next claim in a slot records after a transaction of the slot has
   * failed.
   *
   * @param before the slot's wait after its previous failure; null if there is none
   */
  ShardWait retry(@Nullable ShardWait before, Failure failure) {
    return ShardWait.retry(before, failure.sentence(), clock.instant());
  }

  /**
   * Returns whether a slot has failed for a minute without progress. Even if each of its errors is
   * one that may go away, the slot is then a fault of this worker: the worker is not ready, and
   * says why.
   *
   * @param retry the slot's wait after its last failure
   */
  boolean isLasting(ShardWait retry) {
    return !clock.instant().isBefore(retry.since().plus(LONGEST_WITHOUT_FAULT));
  }

  /**
   * Waits after a step for the slot has failed. The wait is longer after each further failure in a
   * row. The wait ends early if this worker loses the slot or shuts down. If a shard of the slot
   * has to stop, the wait ends after about one second.
   *
   * @param failures how many steps for the slot have failed in a row
   */
  void backOff(SlotOwnership ownership, int failures) {
    var delay = holds.backoff().after(failures);
    var deadline = Deadline.after(delay, ticker);
    var soon = Deadline.after(LONGEST_BEFORE_STOP, ticker);
    while (!deadline.isPassed() && mayGoOn(ownership)) {
      if (soon.isPassed() && mustStop(ownership.slot())) {
        return;
      }
      var left = deadline.left();
      ticker.sleep(left.compareTo(CHECK_EVERY) < 0 ? left : CHECK_EVERY);
    }
  }

  private boolean mustStop(int slot) {
    return nextTask(slot, shard -> true)
        .filter(task -> task.kind() == ShardTask.Kind.STOP)
        .isPresent();
  }

  /** Waits for {@code time} before the runner of a slot continues. */
  void rest(Duration time) {
    ticker.sleep(time);
  }
}
