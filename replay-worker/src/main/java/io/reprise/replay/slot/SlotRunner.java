package io.reprise.replay.slot;

import io.reprise.kafka.time.Deadline;
import io.reprise.replay.checkpoint.ShardKey;
import io.reprise.replay.checkpoint.ShardProgress;
import io.reprise.replay.checkpoint.ShardWait;
import io.reprise.replay.deliver.EmptyShard;
import io.reprise.replay.deliver.ShardDelivery;
import io.reprise.replay.deliver.ShardDelivery.End;
import io.reprise.replay.deliver.ShardDelivery.Next;
import io.reprise.replay.deliver.ShardDelivery.WaitCause;
import io.reprise.replay.failure.Failure;
import io.reprise.replay.fencing.SlotTransactions;
import io.reprise.replay.fencing.TransactionInDoubtException;
import io.reprise.replay.target.WritablePartitions;
import io.reprise.runtime.log.LogFields;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the shards of one slot: steps S2 to S5 of docs/protocol.md, then the deliveries. The shards
 * of one replay are delivered one after the other. Shards of different replays alternate after each
 * slice. After any failure, the runner begins again at step S2 if this worker still owns the slot.
 * The runner returns when the slot has no more tasks that the runner may take. It also removes the
 * slot's progress records of replays that have expired.
 */
public final class SlotRunner implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(SlotRunner.class);
  private static final Duration LONGEST_REST = Duration.ofMillis(100);

  private final SlotWork work;
  private final SlotOwnership ownership;
  private final Predicate<ShardTask> wanted;
  private final DeliveryPermits permits;
  private final Runnable onThrottled;
  private @Nullable ShardProgress lastCommitted;
  private @Nullable ShardWait retry;
  private @Nullable Deadline doubtLimit;
  private boolean isInDoubt;

  /** The shards whose segment indexes this runner has already asked for matching records. */
  private final Set<ShardKey> asked = new HashSet<>();

  /**
   * Creates a runner for one ownership of a slot.
   *
   * @param wanted returns whether this runner may take a task; {@link #run} returns when the slot's
   *     next task is one that the runner may not take
   * @param permits gives a permit for each slice that has records to deliver
   * @param onThrottled called when all shards of the slot wait for their rate limits
   */
  public SlotRunner(
      SlotWork work,
      SlotOwnership ownership,
      Predicate<ShardTask> wanted,
      DeliveryPermits permits,
      Runnable onThrottled) {
    this.work = work;
    this.ownership = ownership;
    this.wanted = wanted;
    this.permits = permits;
    this.onThrottled = onThrottled;
  }

  @Override
  public void run() {
    try (var fields = LogFields.with("slot", ownership.slot())) {
      runUntilIdle();
    } finally {
      work.reportSlotEnd(ownership);
    }
  }

  private void runUntilIdle() {
    while (work.mayGoOn(ownership) && hasWork()) {
      try (var transactions = takeOver();
          var active = new ActiveShards()) {
        doubtLimit = null;
        isInDoubt = false;
        runTasks(transactions, active);
      } catch (SlotLostException e) {
        LOG.info("worker no longer owns a slot and stops its shards slot={}", ownership.slot());
        return;
      } catch (TransactionInDoubtException e) {
        awaitDecision(e);
      } catch (RuntimeException e) {
        work.restartRemovalWait(ownership.slot());
        backOff(e);
      }
    }
  }

  private boolean hasWork() {
    return work.nextTask(ownership.slot(), shard -> true).filter(wanted).isPresent()
        || work.mustRemoveExpired(ownership.slot());
  }

  private SlotTransactions takeOver() {
    return isInDoubt ? work.takeOverInDoubt(ownership.slot()) : work.takeOver(ownership.slot());
  }

  /**
   * Waits before this runner tries again to find out the outcome of a transaction. Does not wait if
   * no later attempt can succeed. After 30 s without success, the transaction's shard is recorded
   * as in doubt, so that the slot can run its other shards.
   */
  private void awaitDecision(TransactionInDoubtException doubt) {
    if (doubtLimit == null) {
      doubtLimit = work.doubtLimit();
    }
    boolean wasInDoubt = isInDoubt;
    isInDoubt = doubt.isFinal() || doubtLimit.isPassed();
    if (!isInDoubt || wasInDoubt) {
      backOff(doubt);
    }
  }

  /**
   * Waits before this runner takes over the slot again. The wait is longer after each further
   * failure without progress in between.
   */
  private void backOff(RuntimeException error) {
    var failure = Failure.of(error);
    work.counters().transactionFailed(error);
    retry = work.retry(retry, failure);
    if (failure instanceof Failure.Transient && !work.isLasting(retry)) {
      LOG.info(
          "transaction of a slot failed, the worker takes over the slot again slot={} attempt={}"
              + " cause={}",
          ownership.slot(),
          retry.attempt(),
          failure.sentence());
    } else {
      work.reportSlotFailure(ownership, failure);
      LOG.warn(
          "worker could not run a slot and takes it over again after a pause slot={} attempt={}"
              + " cause={}",
          ownership.slot(),
          retry.attempt(),
          failure.sentence(),
          error);
    }
    work.backOff(ownership, retry.attempt());
  }

  private void runTasks(SlotTransactions transactions, ActiveShards active) {
    lastCommitted = null;
    while (work.mayGoOn(ownership)) {
      removeExpired(transactions, active);
      var next = nextTask(active);
      if (next.isPresent()) {
        begin(next.get(), transactions, active);
      } else if (active.isEmpty()) {
        return;
      }
      deliver(active);
    }
  }

  /**
   * Removes the progress records of replays that have expired (step X2 of docs/protocol.md). Keeps
   * the records of shards whose delivery is open, because these deliveries are about to write a
   * last record. Removes nothing while the slot has an unchecked partition.
   */
  private void removeExpired(SlotTransactions transactions, ActiveShards active) {
    Predicate<ShardKey> isIdle = shard -> !active.contains(shard);
    if (!work.hasExpired(ownership.slot(), isIdle)) {
      return;
    }
    if (!transactions.unchecked().isEmpty()) {
      work.postponeRemoval(ownership.slot());
      return;
    }
    if (lastCommitted != null) {
      work.awaitVisible(lastCommitted);
    }
    work.readControlTopics(ownership.slot());
    work.removeExpired(ownership, isIdle, transactions);
    // The removal is visible to readers. So are all progress records that this runner committed
    // before.
    lastCommitted = null;
  }

  private Optional<ShardTask> nextTask(ActiveShards active) {
    return work.nextTask(ownership.slot(), active::admits).filter(wanted);
  }

  /**
   * Claims the next shard (steps S3 to S5 of docs/protocol.md). Step S3 reads the slot's progress
   * records. Before that step, this method waits until the last progress record that this runner
   * committed is visible, so that step S3 does not miss that record.
   *
   * <p>If the shard's replay has shards in this slot of which the indexes show that they have no
   * record to deliver, this method claims and ends these instead (step S6). The indexes are asked
   * before step S3, so that the claim follows at once what step S3 has read. After a failed
   * transaction, shards are claimed one by one until the slot has made progress.
   *
   * @param expected the slot's next task before step S3
   */
  private void begin(ShardTask expected, SlotTransactions transactions, ActiveShards active) {
    var empty =
        retry == null
            ? work.emptyShards().find(ownership.slot(), expected, asked)
            : List.<EmptyShard>of();
    if (lastCommitted != null) {
      work.awaitVisible(lastCommitted);
    }
    work.readControlTopics(ownership.slot());
    if (!empty.isEmpty()) {
      var ended = work.emptyShards().claim(ownership, expected, empty, transactions);
      if (ended.isPresent()) {
        lastCommitted = ended.get();
        work.reportProgress(lastCommitted);
        return;
      }
    }
    var next = nextTask(active);
    if (next.isEmpty()) {
      return;
    }
    var task = next.get();
    try (var fields = task.logFields()) {
      claim(task, transactions, active);
    }
  }

  private void claim(ShardTask task, SlotTransactions transactions, ActiveShards active) {
    var writable = WritablePartitions.NONE;
    RuntimeException unwritable = null;
    try {
      if (task.kind() != ShardTask.Kind.STOP) {
        var wanted = work.writable(task);
        work.requireCertain(task, wanted, transactions);
        writable = wanted;
      }
    } catch (RuntimeException e) {
      // The shard must not deliver. It is claimed all the same, so that its progress record can say
      // why.
      unwritable = e;
    }
    var claimed = work.claim(ownership, task, writable, transactions, retry);
    if (task.kind() == ShardTask.Kind.STOP) {
      lastCommitted = work.stop(task, claimed, transactions);
      return;
    }
    lastCommitted = claimed;
    try {
      if (unwritable != null) {
        throw unwritable;
      }
      active.add(task.key(), work.delivery(ownership, task, claimed, writable, transactions));
    } catch (RuntimeException e) {
      lastCommitted = work.release(claimed, Failure.of(e), transactions);
    }
  }

  /**
   * Lets each shard whose delivery is open deliver one slice. Waits for up to 100 ms if no shard
   * can deliver.
   */
  private void deliver(ActiveShards active) {
    boolean throttled = true;
    boolean waits = true;
    var rest = LONGEST_REST;
    for (var delivery : active.deliveries()) {
      try (var fields = delivery.logFields()) {
        var next = delivery.next(active.isOnly(delivery) ? LONGEST_REST : Duration.ZERO);
        if (next instanceof Next.Wait wait) {
          throttled &= isThrottled(wait.cause());
          rest = wait.time().compareTo(rest) < 0 ? wait.time() : rest;
        } else {
          waits = false;
          goOn(delivery, next, active);
        }
      }
    }
    if (waits && !active.isEmpty()) {
      if (throttled) {
        onThrottled.run();
      }
      work.rest(rest);
    }
  }

  private static boolean isThrottled(WaitCause cause) {
    return cause == WaitCause.RATE_LIMIT || cause == WaitCause.RATE_SHARE;
  }

  private void goOn(ShardDelivery delivery, Next next, ActiveShards active) {
    var end =
        next instanceof Next.Slice slice
            ? deliverSlice(delivery, slice, active)
            : Optional.of(((Next.Ended) next).end());
    lastCommitted = delivery.progress();
    if (end.filter(how -> how == End.FAILED || how == End.RELEASED).isPresent()) {
      work.reportFailure(lastCommitted);
    } else if (next instanceof Next.Slice && lastCommitted.waiting() == null) {
      retry = null;
      work.reportProgress(lastCommitted);
    }
    end.ifPresent(
        how -> {
          LOG.info(
              "shard delivery ended shard={} slot={} lease={} outcome={} nextOffset={}",
              delivery.progress().shard(),
              ownership.slot(),
              delivery.progress().leaseEpoch(),
              how,
              delivery.progress().nextOffset());
          active.end(delivery);
        });
  }

  /**
   * Delivers one slice while holding a permit. The permit is given back before the commit, so that
   * another shard delivers while this one waits for brokers. A shard that has no more records to
   * deliver is marked DONE without a permit. The wait for a permit ends early if a shard of the
   * slot has to stop. After the wait, this method checks again whether the shard may deliver,
   * because an operator may have paused the replay during the wait.
   */
  private Optional<End> deliverSlice(
      ShardDelivery delivery, Next.Slice slice, ActiveShards active) {
    var required = slice.barren() ? DeliveryPermits.unlimited() : permits;
    if (!required.acquire(() -> !active.mustAnyEnd())) {
      return Optional.empty();
    }
    var permit = new HeldPermit(required);
    try {
      return delivery.mayDeliver() ? delivery.deliverSlice(permit::release) : Optional.empty();
    } finally {
      permit.release();
    }
  }
}
