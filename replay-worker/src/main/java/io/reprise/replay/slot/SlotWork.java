package io.reprise.replay.slot;

import io.reprise.kafka.time.Ticker;
import io.reprise.replay.checkpoint.ShardProgress;
import io.reprise.replay.checkpoint.ShardState;
import io.reprise.replay.deliver.Deliveries;
import io.reprise.replay.deliver.ReadAhead;
import io.reprise.replay.deliver.ShardDelivery;
import io.reprise.replay.fencing.SlotTransactions;
import io.reprise.replay.journal.ProgressCopy;
import io.reprise.replay.journal.ReplayCopy;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The steps that a slot runner takes for the shards of its slot: S1 to S5 of docs/protocol.md, and
 * the opening of deliveries. A worker has one instance. Thread-safe.
 */
public final class SlotWork {
  private static final Logger LOG = LoggerFactory.getLogger(SlotWork.class);

  private final String worker;
  private final SlotTakeover takeover;
  private final OwnedSlots slots;
  private final ReplayCopy replays;
  private final ProgressCopy progress;
  private final Deliveries deliveries;
  private final Clock clock;
  private final Ticker ticker;
  private volatile boolean stopped;

  /**
   * Creates the work of one worker.
   *
   * @param worker this worker's name, which progress records show
   * @param clock clock for the times in progress records
   * @param ticker ticker for waits
   */
  public SlotWork(
      String worker,
      SlotTakeover takeover,
      OwnedSlots slots,
      ReplayCopy replays,
      ProgressCopy progress,
      Deliveries deliveries,
      Clock clock,
      Ticker ticker) {
    this.worker = worker;
    this.takeover = takeover;
    this.slots = slots;
    this.replays = replays;
    this.progress = progress;
    this.deliveries = deliveries;
    this.clock = clock;
    this.ticker = ticker;
  }

  /** Tells all runners and deliveries of this worker to end before their next step. */
  void stop() {
    stopped = true;
  }

  /** Returns whether the slot is still owned and the worker is not shutting down. */
  boolean mayGoOn(SlotOwnership ownership) {
    return !stopped && slots.isOwned(ownership);
  }

  /**
   * Returns the most urgent task of a slot, according to this worker's copies of the control
   * topics.
   */
  Optional<ShardTask> nextTask(int slot) {
    return ShardTask.next(slots.shardsIn(slot), replays.table(), progress::of);
  }

  /** Fences the slot's former owner (step S2 of docs/protocol.md). */
  SlotTransactions takeOver(int slot) {
    return takeover.open(slot);
  }

  /**
   * Reads the slot's progress records to their end, then the replays (step S3 of docs/protocol.md).
   */
  void readControlTopics(int slot) {
    progress.catchUpOwned(slot);
    replays.catchUp();
  }

  /**
   * Claims a shard (step S4 of docs/protocol.md), waits until the claim is visible, and reads the
   * replays once more (step S5).
   *
   * @throws SlotLostException when the slot is no longer owned
   */
  ShardProgress claim(SlotOwnership ownership, ShardTask task, SlotTransactions transactions) {
    var claimed = claimed(ownership, task);
    slots.whileOwned(ownership, group -> transactions.claim(claimed, group));
    LOG.info(
        "worker has claimed a shard shard={} slot={} leaseEpoch={} nextOffset={} task={}",
        claimed.shard(),
        ownership.slot(),
        claimed.leaseEpoch(),
        claimed.nextOffset(),
        task.kind());
    progress.awaitVisible(claimed);
    replays.catchUp();
    return claimed;
  }

  private ShardProgress claimed(SlotOwnership ownership, ShardTask task) {
    var now = clock.instant();
    int attempt = task.replay().attempt();
    var last = task.last();
    return last == null
        ? ShardProgress.first(task.key(), ownership.slot(), task.shard(), attempt, worker, now)
        : last.claimedBy(worker, attempt, now);
  }

  /** Records a claimed shard as STOPPED, without delivering. */
  ShardProgress stop(ShardProgress claimed, SlotTransactions transactions) {
    var recorded = claimed.in(ShardState.STOPPED, clock.instant());
    transactions.begin();
    transactions.commit(recorded);
    return recorded;
  }

  /** Waits until the newest committed progress record of a shard is visible to every reader. */
  void awaitVisible(ShardProgress written) {
    progress.awaitVisible(written);
  }

  /** Reads the first records of the shard of a task, before the shard is claimed. */
  ReadAhead readAhead(ShardTask task) {
    var last = task.last();
    long from = last == null ? task.shard().range().from() : last.nextOffset();
    var ahead = deliveries.ahead(task.replay(), task.shard(), from);
    ahead.fetch();
    return ahead;
  }

  /** Opens the delivery of a claimed shard; the caller closes it. */
  ShardDelivery delivery(
      SlotOwnership ownership,
      ShardTask task,
      ShardProgress claimed,
      SlotTransactions transactions,
      @Nullable ReadAhead ahead) {
    return deliveries.open(
        task.replay(), task.shard(), claimed, transactions, ahead, () -> mayGoOn(ownership));
  }

  /** Waits before the slot is taken over again after a failure. */
  void rest(Duration time) {
    ticker.sleep(time);
  }
}
