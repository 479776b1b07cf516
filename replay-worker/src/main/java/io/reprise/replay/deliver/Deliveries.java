package io.reprise.replay.deliver;

import io.reprise.replay.checkpoint.ShardProgress;
import io.reprise.replay.fencing.SlotTransactions;
import io.reprise.replay.journal.ReplayLog;
import io.reprise.replay.plan.ShardPlan;
import io.reprise.replay.state.Replay;
import io.reprise.replay.target.Delivery;
import io.reprise.replay.target.Targets;
import io.reprise.store.EventLog;
import io.reprise.store.facts.TopicInspector;
import java.time.Clock;
import java.util.function.BooleanSupplier;

/**
 * Opens the delivery of claimed shards. One for a worker; thread-safe.
 *
 * @param log where records are read
 * @param topics asked whether the topic is still the one that was planned
 * @param targets by name
 * @param replays the control state that deliveries obey
 */
public record Deliveries(
    EventLog log, TopicInspector topics, Targets targets, ReplayLog replays, Clock clock) {

  /**
   * Opens the delivery of one shard under one lease; the caller closes it.
   *
   * @param held whether the lease may still be used
   */
  public ShardDelivery open(
      Replay replay,
      ShardPlan shard,
      ShardProgress claimed,
      SlotTransactions transactions,
      BooleanSupplier held) {
    var plan = replay.plan();
    var delivery =
        new Delivery(
            replay.id(),
            replay.attempt(),
            claimed.leaseEpoch(),
            plan.spec().ordering(),
            plan.topicPartitions());
    var writer = targets.named(plan.spec().target()).open(delivery, transactions);
    return new ShardDelivery(
        this,
        plan,
        shard,
        claimed,
        transactions,
        writer,
        new Gate(replays, replay, shard.index(), held));
  }
}
