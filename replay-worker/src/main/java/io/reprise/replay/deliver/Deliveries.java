package io.reprise.replay.deliver;

import io.reprise.kafka.time.Deadline;
import io.reprise.kafka.time.Ticker;
import io.reprise.replay.checkpoint.ShardProgress;
import io.reprise.replay.failure.ShardFailedException;
import io.reprise.replay.fencing.SlotTransactions;
import io.reprise.replay.journal.ReplayCopy;
import io.reprise.replay.plan.Plan;
import io.reprise.replay.plan.ShardPlan;
import io.reprise.replay.rate.GroupLags;
import io.reprise.replay.select.RecordSelectors;
import io.reprise.replay.state.Replay;
import io.reprise.replay.target.DeliveryContext;
import io.reprise.replay.target.LeasedSink;
import io.reprise.replay.target.RecordSink;
import io.reprise.replay.target.ReplayTarget;
import io.reprise.replay.target.TargetWriter;
import io.reprise.replay.target.WritablePartitions;
import io.reprise.replay.transform.RecordTransforms;
import io.reprise.runtime.trace.Tracing;
import io.reprise.store.EventLog;
import io.reprise.store.LogReader;
import io.reprise.store.OffsetRange;
import io.reprise.store.PartitionRange;
import io.reprise.store.facts.TopicNotFoundException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;

/** Opens a {@link ShardDelivery} for each claimed shard. A worker has one instance. Thread-safe. */
public final class Deliveries {
  /**
   * How long {@link #probe} waits for records from the source. This is enough for two answers:
   * first Kafka says that it lacks an offset, then the archive returns the records.
   */
  private static final Duration PROBE_WAIT = Duration.ofSeconds(5);

  /** How long {@link #findEmpty} waits for the indexes of archived segments. */
  private static final Duration INDEX_WAIT = Duration.ofSeconds(1);

  private final EventLog log;
  private final TopicIdentities topics;
  private final Function<String, ReplayTarget> targets;
  private final ReplayCopy replays;
  private final Clock clock;
  private final Ticker ticker;
  private final RecordSelectors selectors;
  private final RecordTransforms transforms;
  private final DeliveryObserver observer;
  private final Tracing tracing;
  private final BooleanSupplier membershipIsProven;
  private final GroupLags lags;

  /**
   * Creates a factory of deliveries.
   *
   * @param log the log from which source records are read
   * @param topics returns the present id of a topic, which shows whether the topic was deleted and
   *     created again since the plan was made
   * @param targets returns the target with a given name
   * @param replays the worker's copy of all replays; a delivery stops when its replay no longer
   *     runs
   * @param clock gives the time that each progress record stores
   * @param ticker measures how long slices and waits take, and how fast a shard delivers
   */
  public Deliveries(
      EventLog log,
      TopicIdentities topics,
      Function<String, ReplayTarget> targets,
      ReplayCopy replays,
      Clock clock,
      Ticker ticker) {
    this(
        log,
        topics,
        targets,
        replays,
        clock,
        ticker,
        RecordSelectors.WITHOUT_SCHEMAS,
        RecordTransforms.NONE,
        DeliveryObserver.NONE,
        Tracing.OFF,
        () -> true,
        GroupLags.NONE);
  }

  private Deliveries(
      EventLog log,
      TopicIdentities topics,
      Function<String, ReplayTarget> targets,
      ReplayCopy replays,
      Clock clock,
      Ticker ticker,
      RecordSelectors selectors,
      RecordTransforms transforms,
      DeliveryObserver observer,
      Tracing tracing,
      BooleanSupplier membershipIsProven,
      GroupLags lags) {
    this.log = log;
    this.topics = topics;
    this.targets = targets;
    this.replays = replays;
    this.clock = clock;
    this.ticker = ticker;
    this.selectors = selectors;
    this.transforms = transforms;
    this.observer = observer;
    this.tracing = tracing;
    this.membershipIsProven = membershipIsProven;
    this.lags = lags;
  }

  /** Returns a factory like this one whose deliveries tell {@code observer} about their slices. */
  public Deliveries observedBy(DeliveryObserver observer) {
    return with(selectors, transforms, observer, tracing, membershipIsProven, lags);
  }

  /** Returns a factory like this one whose deliveries select records by {@code selectors}. */
  public Deliveries selectingBy(RecordSelectors selectors) {
    return with(selectors, transforms, observer, tracing, membershipIsProven, lags);
  }

  /** Returns a factory like this one whose deliveries change records by {@code transforms}. */
  public Deliveries transformingBy(RecordTransforms transforms) {
    return with(selectors, transforms, observer, tracing, membershipIsProven, lags);
  }

  /** Returns a factory like this one whose deliveries have spans, if {@code tracing} is on. */
  public Deliveries tracedBy(Tracing tracing) {
    return with(selectors, transforms, observer, tracing, membershipIsProven, lags);
  }

  /**
   * Returns a factory like this one whose deliveries into targets without fencing send only while
   * the worker's membership in its group is proven.
   *
   * @param membershipIsProven returns whether no other worker can have this worker's slots now.
   *     Thread-safe
   */
  public Deliveries provenBy(BooleanSupplier membershipIsProven) {
    return with(selectors, transforms, observer, tracing, membershipIsProven, lags);
  }

  /** Returns a factory like this one whose adaptive replays slow down by these lags of groups. */
  public Deliveries adaptingTo(GroupLags lags) {
    return with(selectors, transforms, observer, tracing, membershipIsProven, lags);
  }

  private Deliveries with(
      RecordSelectors selectors,
      RecordTransforms transforms,
      DeliveryObserver observer,
      Tracing tracing,
      BooleanSupplier membershipIsProven,
      GroupLags lags) {
    return new Deliveries(
        log,
        topics,
        targets,
        replays,
        clock,
        ticker,
        selectors,
        transforms,
        observer,
        tracing,
        membershipIsProven,
        lags);
  }

  private LogReader read(Replay replay, ShardPlan shard, ShardProgress progress) {
    var spec = replay.plan().spec();
    var rest = new OffsetRange(progress.nextOffset(), shard.range().to());
    return log.read(spec.source().topic(), shard.partition(), rest, spec.filter().wanted());
  }

  /**
   * Returns the partitions to which deliveries of a shard may write: those of the target, and the
   * one to which the shard parks records. The claim of the shard has to name these partitions.
   *
   * @param last the shard's newest progress record; null if it was never claimed
   * @throws ShardFailedException when the target topic was deleted, or deleted and created again,
   *     since the plan was made
   * @throws RuntimeException when the target is not configured or its topic cannot be read
   */
  public WritablePartitions writable(Replay replay, ShardPlan shard, @Nullable ShardProgress last) {
    var plan = replay.plan();
    long delivered = last == null ? 0 : last.counts().delivered();
    var target = targets.apply(plan.spec().target());
    var guard = new TargetGuard(topics, plan, ticker);
    guard.requireSame(guard.askIdentity(), delivered);
    try {
      var writable =
          target.writable(
              plan.spec().ordering(),
              shard.partition(),
              plan.spec().rekeys() ? ReplayTarget.OTHER_KEYS : plan.topicPartitions());
      requirePlannedTopic(plan, writable);
      var parked = plan.parkedTopic();
      return parked == null ? writable : writable.withParked(Parking.partition(parked, shard));
    } catch (TopicNotFoundException e) {
      if (delivered == 0) {
        throw e;
      }
      throw new ShardFailedException(
          "the topic of target '%s' was deleted, and with it %d delivered records: start a new replay"
              .formatted(plan.spec().target(), delivered));
    }
  }

  /**
   * Requires that the target, as this worker's configuration defines it, writes to the topic that
   * the plan names. If it names another topic, other workers may deliver to the planned one, and
   * the copies would be in two topics.
   */
  private static void requirePlannedTopic(Plan plan, WritablePartitions writable) {
    var planned = plan.targetTopic();
    if (planned != null && !writable.topic().equals(planned.name())) {
      throw new ConfigException(
          "target '%s' of this worker's configuration does not write to topic '%s', for which the plan was made"
              .formatted(plan.spec().target(), planned.name()));
    }
  }

  /**
   * Finds the shards that have no record to deliver, as the indexes of archived segments show.
   * Reads no record, and waits at most one second for the indexes. A shard that is not in the
   * result may have records.
   *
   * <p>The caller must then call {@link #requireTopics}, and may use the result only if that call
   * succeeds.
   *
   * @param shards shards of the replay that were never claimed
   * @throws org.apache.kafka.common.KafkaException when Kafka cannot be reached; a retry is safe
   */
  public List<EmptyShard> findEmpty(Replay replay, List<ShardPlan> shards) {
    var plan = replay.plan();
    var keys = plan.spec().filter().wanted();
    if (keys.isAll()) {
      return List.of();
    }
    var ranges =
        shards.stream().map(s -> new PartitionRange(s.partition(), s.range())).distinct().toList();
    var found =
        log.findEmpty(
            plan.spec().source().topic(),
            plan.topicId(),
            ranges,
            keys,
            Deadline.after(INDEX_WAIT, ticker));
    var empty = new ArrayList<EmptyShard>();
    for (var shard : shards) {
      var batch = found.get(new PartitionRange(shard.partition(), shard.range()));
      if (batch != null) {
        empty.add(new EmptyShard(plan, shard, batch));
      }
    }
    return empty;
  }

  /**
   * Requires that the source topic and the target topic of a replay still have the ids that its
   * plan names. Every slice makes the same check.
   *
   * @param shard a shard of the replay that was never claimed
   * @throws ShardFailedException when one of the topics was deleted, or deleted and created again,
   *     since the plan was made
   * @throws RuntimeException when a topic cannot be read or the target is not configured
   */
  public void requireTopics(Replay replay, ShardPlan shard) {
    var source = new SourceGuard(topics, replay.plan(), ticker);
    var asked = source.askIdentity();
    writable(replay, shard, null);
    source.requireSame(asked);
  }

  /**
   * Opens the delivery of one shard under one lease. The caller closes the delivery. If the target
   * keeps progress itself, takes the lease there too. If the target's progress differs from that of
   * the claim, the delivery continues from the target's, which is committed to Kafka first.
   *
   * @param writable the partitions that the claim of the shard names
   * @param mayGoOn returns whether this worker still owns the slot and is not shutting down
   * @param isOwned returns whether this worker still owns the slot. A slice in hand goes on during
   *     a shutdown, but sends nothing to a target without fencing once the slot is lost
   */
  public ShardDelivery open(
      Replay replay,
      ShardPlan shard,
      ShardProgress claimed,
      WritablePartitions writable,
      SlotTransactions transactions,
      BooleanSupplier mayGoOn,
      BooleanSupplier isOwned) {
    BooleanSupplier leaseIsProven =
        () -> isOwned.getAsBoolean() && membershipIsProven.getAsBoolean();
    var transform = transforms.of(replay.plan());
    var opened = writer(replay, claimed, writable, transactions, leaseIsProven);
    var start = StoredProgress.takeLease(opened, claimed);
    var writer =
        transform
            .<TargetWriter>map(t -> new TransformingWriter(opened, t, start.written()))
            .orElse(opened);
    if (!start.equals(claimed)) {
      transactions.begin();
      transactions.commit(start);
    }
    var parking =
        new Parking(replay.plan(), shard, start, writable, transactions, topics, clock, ticker);
    var pace = ShardPace.of(replay.plan(), opened::load, transactions, lags, clock, ticker.nanos());
    if (!tracing.isOn()) {
      return open(replay, shard, start, transactions, mayGoOn, writer, parking, observer, pace);
    }
    var traces = new SliceTraces(tracing, replay, shard, start, writer, observer);
    return open(replay, shard, start, transactions, mayGoOn, traces, parking, traces, pace);
  }

  private ShardDelivery open(
      Replay replay,
      ShardPlan shard,
      ShardProgress claimed,
      SlotTransactions transactions,
      BooleanSupplier mayGoOn,
      TargetWriter writer,
      Parking parking,
      DeliveryObserver told,
      ShardPace pace) {
    var plan = replay.plan();
    return new ShardDelivery(
        replay,
        shard,
        claimed,
        selectors.of(plan, shard),
        read(replay, shard, claimed),
        transactions,
        writer,
        new DeliveryCheck(replays, replay, shard.index(), mayGoOn),
        new SourceGuard(topics, plan, ticker),
        new TargetGuard(topics, plan, ticker),
        parking,
        told,
        pace,
        clock,
        ticker);
  }

  /**
   * Returns the progress with which a claimed shard ends that must not deliver any more. If the
   * target keeps progress itself, takes the lease there, so that no earlier lease can commit, and
   * returns what the target has stored. Otherwise returns {@code claimed}.
   *
   * @throws RuntimeException when the target does not answer or is not configured
   */
  public ShardProgress endLease(Replay replay, ShardProgress claimed) {
    if (!targets.apply(replay.plan().spec().target()).keepsProgress()) {
      return claimed;
    }
    try (var writer =
        writer(replay, claimed, WritablePartitions.NONE, Deliveries::refuse, () -> false)) {
      return StoredProgress.takeLease(writer, claimed);
    }
  }

  private static void refuse(ProducerRecord<byte[], byte[]> record) {
    throw new IllegalStateException("this writer delivers nothing");
  }

  private TargetWriter writer(
      Replay replay,
      ShardProgress claimed,
      WritablePartitions writable,
      RecordSink transaction,
      BooleanSupplier leaseIsProven) {
    var plan = replay.plan();
    var delivery =
        new DeliveryContext(
            replay.id(),
            claimed.shard().index(),
            replay.attempt(),
            claimed.leaseEpoch(),
            plan.spec().ordering(),
            writable,
            plan.spec().timestamps(),
            leaseIsProven);
    return targets
        .apply(plan.spec().target())
        .open(delivery, new LeasedSink(writable, transaction));
  }

  /**
   * Checks whether this worker can run a shard: compiles the filter and the transforms, opens the
   * shard's target, and reads from the source at the shard's next offset. Delivers nothing.
   *
   * @param progress the shard's newest progress record
   * @throws RuntimeException the error of the first step that fails
   */
  public void probe(Replay replay, ShardPlan shard, ShardProgress progress) {
    var unused = selectors.of(replay.plan(), shard);
    var unusedToo = transforms.of(replay.plan());
    try (var writer =
            writer(
                replay,
                progress,
                writable(replay, shard, progress),
                Deliveries::refuse,
                () -> false);
        var reader = read(replay, shard, progress)) {
      reader.read(PROBE_WAIT);
      writer.flush();
    }
  }
}
