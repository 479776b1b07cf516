package io.reprise.replay.slot;

import io.reprise.kafka.time.Ticker;
import io.reprise.replay.checkpoint.ShardKey;
import io.reprise.replay.checkpoint.ShardProgress;
import io.reprise.replay.checkpoint.ShardState;
import io.reprise.replay.deliver.Deliveries;
import io.reprise.replay.deliver.ShardDelivery;
import io.reprise.replay.fencing.SlotTransactions;
import io.reprise.replay.journal.ProgressCopy;
import io.reprise.replay.journal.ReplayCopy;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The steps that a slot runner takes for the shards of its slot: S1 to S5 of docs/protocol.md, and
 * the opening of deliveries. One for a worker; thread-safe.
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
   * @param worker this worker's name, which progress records show
   * @param clock for the times in progress records
   * @param ticker for waits
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

  /** Ends all work of this worker: runners and deliveries see it before their next step. */
  void stop() {
    stopped = true;
  }

  /** Whether the slot is still owned and the worker is not shutting down. */
  boolean mayGoOn(SlotOwnership ownership) {
    return !stopped && slots.isOwned(ownership);
  }

  /**
   * The most urgent task of a slot as far as this worker's copies of the control topics know.
   *
   * @param considered which shards of the slot to consider
   */
  Optional<ShardTask> nextTask(int slot, Predicate<ShardKey> considered) {
    var shards = slots.shardsIn(slot).stream().filter(considered).toList();
    return ShardTask.next(shards, replays.table(), progress::of);
  }

  /** Fences the slot's former owner (step S2). */
  SlotTransactions takeOver(int slot) {
    return takeover.open(slot);
  }

  /** Reads the slot's progress records, then the replays, to their ends (step S3). */
  void readControlTopics(int slot) {
    progress.catchUpOwned(slot);
    replays.catchUp();
  }

  /**
   * Claims a shard (step S4), waits until the claim is visible, and reads the replays once more
   * (step S5).
   *
   * @throws SlotLostException when the slot is no longer owned
   */
  ShardProgress claim(SlotOwnership ownership, ShardTask task, SlotTransactions transactions) {
    var claimed = claimed(ownership, task);
    slots.whileOwned(ownership, group -> transactions.claim(claimed, group));
    LOG.info(
        "shard claimed shard={} slot={} lease={} nextOffset={} kind={}",
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

  /** Records that a claimed shard is stopped; nothing is delivered. */
  ShardProgress stop(ShardProgress claimed, SlotTransactions transactions) {
    var recorded = claimed.in(ShardState.STOPPED, clock.instant());
    transactions.begin();
    transactions.commit(recorded);
    return recorded;
  }

  /** Waits until what was committed last about a shard is visible to every reader. */
  void awaitVisible(ShardProgress written) {
    progress.awaitVisible(written);
  }

  /** Opens the delivery of a claimed shard; the caller closes it. */
  ShardDelivery delivery(
      SlotOwnership ownership,
      ShardTask task,
      ShardProgress claimed,
      SlotTransactions transactions) {
    return deliveries.open(
        task.replay(), task.shard(), claimed, transactions, () -> mayGoOn(ownership));
  }

  /** Waits before the runner of a slot goes on. */
  void rest(Duration time) {
    ticker.sleep(time);
  }
}
