package io.reprise.replay.deliver;

import io.reprise.kafka.time.Ticker;
import io.reprise.replay.checkpoint.ShardKey;
import io.reprise.replay.checkpoint.ShardProgress;
import io.reprise.replay.fencing.SlotTransactions;
import io.reprise.replay.journal.ReplayCopy;
import io.reprise.replay.plan.ShardPlan;
import io.reprise.replay.state.Replay;
import io.reprise.replay.target.DeliveryContext;
import io.reprise.replay.target.ReplayTarget;
import io.reprise.store.EventLog;
import io.reprise.store.LogBatch;
import io.reprise.store.LogReader;
import io.reprise.store.OffsetRange;
import java.time.Clock;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Opens the delivery of claimed shards. A worker has one instance. Thread-safe. */
public final class Deliveries {
  private final EventLog log;
  private final TopicIdentities topics;
  private final Function<String, ReplayTarget> targets;
  private final ReplayCopy replays;
  private final Clock clock;
  private final Ticker ticker;

  /**
   * Creates a factory of deliveries.
   *
   * @param log the log from which source records are read
   * @param topics tells the present id of a topic, to detect that it was recreated after planning
   * @param targets returns the target with a given name
   * @param replays the local copy of all replays, whose states deliveries obey
   * @param clock clock for the times in progress records
   * @param ticker ticker for slices, rates and waits
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

  /**
   * Opens a reader for the rest of a shard before the shard is claimed. The caller closes the
   * reader.
   *
   * @param from the offset at which the shard is expected to continue
   */
  public ReadAhead ahead(Replay replay, ShardPlan shard, long from) {
    var rest = new OffsetRange(from, shard.range().to());
    return new ReadAhead(
        new ShardKey(replay.id(), shard.index()), rest, read(replay, shard, rest), ticker);
  }

  private LogReader read(Replay replay, ShardPlan shard, OffsetRange rest) {
    var spec = replay.plan().spec();
    return log.read(spec.source().topic(), shard.partition(), rest, spec.filter().wanted());
  }

  /**
   * Opens the delivery of one shard under one lease. The caller closes the delivery.
   *
   * @param ahead records that were read before the claim; used if they begin at the claimed offset
   * @param mayGoOn returns whether the slot is still owned and the worker is not shutting down
   */
  public ShardDelivery open(
      Replay replay,
      ShardPlan shard,
      ShardProgress claimed,
      SlotTransactions transactions,
      @Nullable ReadAhead ahead,
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
        input(replay, shard, claimed, ahead),
        transactions,
        writer,
        new DeliveryCheck(replays, replay, shard.index(), mayGoOn),
        new SourceGuard(topics, plan),
        clock,
        ticker);
  }

  private Input input(
      Replay replay, ShardPlan shard, ShardProgress claimed, @Nullable ReadAhead ahead) {
    var rest = new OffsetRange(claimed.nextOffset(), shard.range().to());
    return ahead != null && ahead.fits(claimed.shard(), rest)
        ? new Input(ahead.takeOver(), ahead.first())
        : new Input(read(replay, shard, rest), LogBatch.nothingAt(rest.from()));
  }

  /**
   * The reader of a delivery, and the records that it has already returned.
   *
   * @param reader the reader, which the delivery closes
   * @param first the records that were already read from {@code reader}
   */
  record Input(LogReader reader, LogBatch first) {}
}
