package io.reprise.replay.slot;

import io.reprise.replay.checkpoint.ShardProgress;
import io.reprise.replay.deliver.ReadAhead;
import io.reprise.replay.fencing.SlotTransactions;
import io.reprise.replay.journal.StaleControlException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the shards of one slot, one after the other: steps S2 to S5 of docs/protocol.md, then the
 * delivery. After any failure the runner begins again at step S2, as long as the slot is owned. The
 * runner returns when the slot has no more tasks for it.
 */
public final class SlotRunner implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(SlotRunner.class);
  private static final Duration REST_AFTER_FAILURE = Duration.ofMillis(200);

  private final SlotWork work;
  private final SlotOwnership ownership;
  private final Predicate<ShardTask> wanted;
  private final DeliveryPermits permits;

  /**
   * Creates the runner of one slot.
   *
   * @param wanted the kinds of tasks for this run, which ends at the first task of another kind
   * @param permits the delivery permits; one is acquired between steps S2 and S3 of
   *     docs/protocol.md for each shard that has records to deliver
   */
  public SlotRunner(
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
    int attempt = 1;
    while (hasTask()) {
      try (var transactions = work.takeOver(ownership.slot())) {
        runTasks(transactions);
      } catch (SlotLostException e) {
        LOG.info("worker no longer owns a slot and stops its shards slot={}", ownership.slot());
        return;
      } catch (KafkaException | StaleControlException e) {
        attempt++;
        LOG.info(
            "error while running a slot's shards, the worker claims them again slot={} attempt={}"
                + " cause={}",
            ownership.slot(),
            attempt,
            e.toString());
        work.rest(REST_AFTER_FAILURE);
      }
    }
  }

  private boolean hasTask() {
    return work.mayGoOn(ownership) && nextTask().isPresent();
  }

  private Optional<ShardTask> nextTask() {
    return work.nextTask(ownership.slot()).filter(wanted);
  }

  /**
   * Runs shards until the slot has no more tasks. Waits after each shard until its last commit is
   * visible, because Kafka acknowledges a commit before readers see it, and the next read of the
   * progress records must not miss it.
   */
  private void runTasks(SlotTransactions transactions) {
    while (hasTask()) {
      var last = runNext(transactions);
      if (last.isEmpty()) {
        return;
      }
      work.awaitVisible(last.get());
    }
  }

  /**
   * Runs the next shard, if there is one. Returns its progress record that was committed last. A
   * shard with no matching records is marked DONE at once, without waiting for a delivery permit.
   */
  private Optional<ShardProgress> runNext(SlotTransactions transactions) {
    try (var ahead = permits.isFree() ? null : readAhead()) {
      var required = ahead != null && ahead.isBarren() ? DeliveryPermits.unlimited() : permits;
      if (!required.acquire(this::hasTask)) {
        return Optional.empty();
      }
      try {
        work.readControlTopics(ownership.slot());
        return nextTask().map(task -> run(task, transactions, ahead));
      } finally {
        required.release();
      }
    }
  }

  /**
   * Reads the first records of the shard that is expected to be next; step S3 of docs/protocol.md
   * may show that another shard is next.
   */
  private @Nullable ReadAhead readAhead() {
    return nextTask()
        .filter(task -> task.kind() != ShardTask.Kind.STOP)
        .map(work::readAhead)
        .orElse(null);
  }

  private ShardProgress run(
      ShardTask task, SlotTransactions transactions, @Nullable ReadAhead ahead) {
    var claimed = work.claim(ownership, task, transactions);
    return task.kind() == ShardTask.Kind.STOP
        ? work.stop(claimed, transactions)
        : deliver(task, claimed, transactions, ahead);
  }

  private ShardProgress deliver(
      ShardTask task,
      ShardProgress claimed,
      SlotTransactions transactions,
      @Nullable ReadAhead ahead) {
    try (var delivery = work.delivery(ownership, task, claimed, transactions, ahead)) {
      var end = delivery.run();
      LOG.info(
          "delivery of a shard has ended shard={} slot={} leaseEpoch={} outcome={} nextOffset={}",
          claimed.shard(),
          ownership.slot(),
          claimed.leaseEpoch(),
          end,
          delivery.progress().nextOffset());
      return delivery.progress();
    }
  }
}
