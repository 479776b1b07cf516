package io.reprise.replay.deliver;

import io.reprise.kafka.time.Ticker;
import io.reprise.replay.checkpoint.ShardProgress;
import io.reprise.replay.fencing.SlotTransactions;
import io.reprise.replay.journal.ReplayCopy;
import io.reprise.replay.plan.ShardPlan;
import io.reprise.replay.state.Replay;
import io.reprise.replay.target.DeliveryContext;
import io.reprise.replay.target.ReplayTarget;
import io.reprise.store.EventLog;
import io.reprise.store.LogReader;
import io.reprise.store.OffsetRange;
import java.time.Clock;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/** Opens the delivery of claimed shards. One for a worker; thread-safe. */
public final class Deliveries {
  private final EventLog log;
  private final TopicIdentities topics;
  private final Function<String, ReplayTarget> targets;
  private final ReplayCopy replays;
  private final Clock clock;
  private final Ticker ticker;

  /**
   * @param log where records are read
   * @param topics asked whether a topic is still the one that was planned
   * @param targets the target of a name
   * @param replays the control state that deliveries obey
   * @param clock for the times in progress records
   * @param ticker for slices, rates and waits
   */
  public Deliveries(
      EventLog log,
      TopicIdentities topics,
      Function<String, ReplayTarget> targets,
      ReplayCopy replays,
      Clock clock,
      Ticker ticker) {
    this.log = log;
    this.topics = topics;
    this.targets = targets;
    this.replays = replays;
    this.clock = clock;
    this.ticker = ticker;
  }

  private LogReader read(Replay replay, ShardPlan shard, OffsetRange rest) {
    var spec = replay.plan().spec();
    return log.read(spec.source().topic(), shard.partition(), rest, spec.filter().wanted());
  }

  /**
   * Opens the delivery of one shard under one lease; the caller closes it.
   *
   * @param mayGoOn whether the slot is still owned and the worker is not shutting down
   */
  public ShardDelivery open(
      Replay replay,
      ShardPlan shard,
      ShardProgress claimed,
      SlotTransactions transactions,
      BooleanSupplier mayGoOn) {
    var plan = replay.plan();
    var delivery =
        new DeliveryContext(
            replay.id(),
            replay.attempt(),
            claimed.leaseEpoch(),
            plan.spec().ordering(),
            plan.topicPartitions());
    var writer = targets.apply(plan.spec().target()).open(delivery, transactions);
    return new ShardDelivery(
        plan,
        shard,
        claimed,
        read(replay, shard, new OffsetRange(claimed.nextOffset(), shard.range().to())),
        transactions,
        writer,
        new DeliveryCheck(replays, replay, shard.index(), mayGoOn),
        new SourceGuard(topics, plan),
        clock,
        ticker);
  }
}
