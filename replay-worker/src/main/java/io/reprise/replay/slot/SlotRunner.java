package io.reprise.replay.slot;

import io.reprise.replay.checkpoint.ShardProgress;
import io.reprise.replay.checkpoint.ShardState;
import io.reprise.replay.deliver.ReadAhead;
import io.reprise.replay.deliver.ShardDelivery;
import io.reprise.replay.fencing.SlotTransactions;
import io.reprise.replay.journal.StaleControlException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the shards of one slot, one after the other: S2-S5, then delivery, and from S2 again after
 * whatever went wrong, for as long as the slot is held.
 */
final class SlotRunner implements Runnable {
  private static final Logger log = LoggerFactory.getLogger(SlotRunner.class);
  private static final Duration REST_AFTER_FAILURE = Duration.ofMillis(200);

  private final SlotWork work;
  private final SlotOwnership ownership;
  private final Predicate<ShardTask> wanted;
  private final DeliveryPermits permits;

  /**
   * @param wanted the tasks this run is for; it ends at the first other one
   * @param permits waited for before each shard of which something is to be handed over, between S2
   *     and S3
   */
  SlotRunner(
      SlotWork work,
      SlotOwnership ownership,
      Predicate<ShardTask> wanted,
      DeliveryPermits permits) {
    this.work = work;
    this.ownership = ownership;
    this.wanted = wanted;
    this.permits = permits;
  }

  @Override
  public void run() {
    while (worthwhile()) {
      try (var transactions = work.transactions(ownership.slot())) {
        work.endHanging(ownership.slot());
        runTasks(transactions);
      } catch (SlotLostException e) {
        log.info("slot lost slot={}", ownership.slot());
        return;
      } catch (KafkaException | StaleControlException e) {
        log.info("slot starts over slot={} cause={}", ownership.slot(), e.toString());
        LockSupport.parkNanos(REST_AFTER_FAILURE.toNanos());
      }
    }
  }

  private boolean worthwhile() {
    return work.membership().holds(ownership) && work.open() && peek().isPresent();
  }

  private Optional<ShardTask> peek() {
    return ShardTask.next(
            work.membership().shardsIn(ownership.slot()),
            work.replays().book(),
            work.progress()::of)
        .filter(wanted);
  }

  /**
   * Waits, after each shard, until what was committed last is visible: a commit is decided before
   * it shows, and the next look at the shard records must not miss it.
   */
  private void runTasks(SlotTransactions transactions) {
    while (worthwhile()) {
      var last = runInTurn(transactions);
      if (last.isEmpty()) {
        return;
      }
      work.progress().awaitVisible(last.get());
    }
  }

  /**
   * Runs one shard, if there is one to run; returns what was committed last about it. One of which
   * nothing is to be handed over only says so, and waits for no turn.
   */
  private Optional<ShardProgress> runInTurn(SlotTransactions transactions) {
    try (var ahead = permits.free() ? null : readAhead()) {
      var own = ahead != null && ahead.isBarren() ? DeliveryPermits.always() : permits;
      if (!own.await(this::worthwhile)) {
        return Optional.empty();
      }
      try {
        work.progress().catchUpOwned(ownership.slot());
        work.replays().catchUp();
        return peek().map(task -> run(task, transactions, ahead));
      } finally {
        own.end();
      }
    }
  }

  /** For the shard that is next, as far as is known before S3. */
  private @Nullable ReadAhead readAhead() {
    var task = peek().filter(t -> t.kind() != ShardTask.Kind.STOP).orElse(null);
    if (task == null) {
      return null;
    }
    var last = task.last();
    long from = last == null ? task.shard().range().from() : last.nextOffset();
    var ahead = work.deliveries().ahead(task.replay(), task.shard(), from);
    ahead.fetch();
    return ahead;
  }

  private ShardProgress run(
      ShardTask task, SlotTransactions transactions, @Nullable ReadAhead ahead) {
    var claimed = claim(task, transactions);
    work.progress().awaitVisible(claimed);
    work.replays().catchUp();
    return task.kind() == ShardTask.Kind.STOP
        ? stop(claimed, transactions)
        : deliver(task, claimed, transactions, ahead);
  }

  private ShardProgress stop(ShardProgress claimed, SlotTransactions transactions) {
    var stopped = claimed.in(ShardState.STOPPED, work.clock().instant());
    transactions.begin();
    transactions.commit(stopped);
    return stopped;
  }

  private ShardProgress deliver(
      ShardTask task,
      ShardProgress claimed,
      SlotTransactions transactions,
      @Nullable ReadAhead ahead) {
    try (var delivery = delivery(task, claimed, transactions, ahead)) {
      var end = delivery.run();
      log.info(
          "shard left shard={} slot={} lease={} outcome={} nextOffset={}",
          claimed.shard(),
          ownership.slot(),
          claimed.leaseEpoch(),
          end,
          delivery.progress().nextOffset());
      return delivery.progress();
    }
  }

  private ShardProgress claim(ShardTask task, SlotTransactions transactions) {
    var now = work.clock().instant();
    int attempt = task.replay().attempt();
    var last = task.last();
    var claimed =
        last == null
            ? ShardProgress.first(
                task.key(), ownership.slot(), task.shard(), attempt, work.worker(), now)
            : last.claimedBy(work.worker(), attempt, now);
    work.membership().whileHeld(ownership, group -> transactions.claim(claimed, group));
    log.info(
        "shard claimed shard={} slot={} lease={} nextOffset={} kind={}",
        claimed.shard(),
        ownership.slot(),
        claimed.leaseEpoch(),
        claimed.nextOffset(),
        task.kind());
    return claimed;
  }

  private ShardDelivery delivery(
      ShardTask task,
      ShardProgress claimed,
      SlotTransactions transactions,
      @Nullable ReadAhead ahead) {
    return work.deliveries()
        .open(
            task.replay(),
            task.shard(),
            claimed,
            transactions,
            ahead,
            () -> work.open() && work.membership().holds(ownership));
  }
}
