package io.reprise.replay;

import io.reprise.kafka.group.GroupSession;
import io.reprise.kafka.time.Ticker;
import io.reprise.replay.coordinate.Coordinator;
import io.reprise.replay.coordinate.KafkaCommandSource;
import io.reprise.replay.coordinate.KafkaCoordinatorTakeover;
import io.reprise.replay.coordinate.OwnedSlotPlacement;
import io.reprise.replay.deliver.Deliveries;
import io.reprise.replay.failure.Backoff;
import io.reprise.replay.fencing.TransactionEnds;
import io.reprise.replay.fencing.TransactionVersion;
import io.reprise.replay.group.GroupOperations;
import io.reprise.replay.journal.CommandSender;
import io.reprise.replay.journal.ControlTopics;
import io.reprise.replay.journal.DoubtNotes;
import io.reprise.replay.journal.ProgressLog;
import io.reprise.replay.journal.ReplayLog;
import io.reprise.replay.operate.ArchiveEstimate;
import io.reprise.replay.operate.RecordTimes;
import io.reprise.replay.operate.ReplayIdGenerator;
import io.reprise.replay.operate.ReplayOperations;
import io.reprise.replay.operate.ShadowTopicCreation;
import io.reprise.replay.plan.WorkerCapacity;
import io.reprise.replay.rate.KafkaGroupLags;
import io.reprise.replay.sample.PlanSampler;
import io.reprise.replay.select.EventSchemas;
import io.reprise.replay.select.RecordSelectors;
import io.reprise.replay.select.RegistrySchemas;
import io.reprise.replay.slot.KafkaSlotTakeover;
import io.reprise.replay.slot.ShardHolds;
import io.reprise.replay.slot.SlotCounters;
import io.reprise.replay.slot.SlotDispatcher;
import io.reprise.replay.slot.SlotDoubts;
import io.reprise.replay.slot.SlotFootprints;
import io.reprise.replay.slot.SlotMembership;
import io.reprise.replay.slot.SlotResignation;
import io.reprise.replay.slot.SlotWork;
import io.reprise.replay.slot.WorkerFaults;
import io.reprise.replay.target.Targets;
import io.reprise.replay.transform.MaskKey;
import io.reprise.replay.transform.RecordTransforms;
import io.reprise.runtime.lifecycle.Lifecycle;
import io.reprise.runtime.tls.ClientTls;
import io.reprise.schemas.registry.SchemaRegistry;
import io.reprise.schemas.value.ValueReader;
import io.reprise.store.EventLog;
import io.reprise.store.archive.read.ReadAhead;
import io.reprise.store.archive.read.ReadCounters;
import io.reprise.store.facts.ColdFacts;
import io.reprise.store.facts.TopicInspector;
import io.reprise.store.kafka.KafkaEventLog;
import io.reprise.store.tier.ArchiveTier;
import java.time.Clock;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.jspecify.annotations.Nullable;

/**
 * A replay worker without its HTTP API. The worker competes to be the coordinator, owns slots and
 * delivers the shards in them.
 *
 * <p>Thread-safe. The caller closes the engine. Closing drains the engine first, if {@link #drain}
 * has not done so.
 */
public final class ReplayEngine implements AutoCloseable {
  private static final Duration COMMAND_LIMIT = Duration.ofSeconds(10);
  private static final Duration REMOVAL_WAIT = Duration.ofMinutes(1);
  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(15);
  private static final Duration DRAIN_LIMIT = Duration.ofSeconds(6);
  private static final Backoff BACKOFF =
      new Backoff(() -> ThreadLocalRandom.current().nextDouble());

  /**
   * The longest time that one plan may spend on reading the timestamps of its records. Before that,
   * a plan may wait up to 20 s for the archive. Both times together stay below the 30 s for which
   * the command line waits for a plan.
   */
  private static final Duration RECORD_TIMES_LIMIT = Duration.ofSeconds(5);

  private final Lifecycle life;

  /** The parts that end in a drain: the coordinator, and all that owns slots or delivers. */
  private final Lifecycle running;

  private final Admin admin;
  private final GroupSession group;
  private final ControlTopics topics;
  private final TopicInspector inspector;
  private final EventLog log;
  private final EventLog smallFetches;
  private final @Nullable ArchiveTier cold;
  private final Targets targets;
  private final RecordSelectors selectors;
  private final RecordTransforms transforms;
  private final ValueReader values;
  private final ReplayLog replays;
  private final ProgressLog progress;
  private final CommandSender commands;
  private final SlotMembership membership;
  private final WorkerFaults faults;
  private final Deliveries deliveries;
  private final TransactionEnds ends;
  private final SlotWork work;
  private final SlotDispatcher dispatcher;
  private final SlotResignation resignation;
  private final Coordinator coordinator;
  private final ReplayOperations operations;
  private final GroupOperations groups;

  private ReplayEngine(
      Lifecycle life,
      WorkerConfig config,
      Clock clock,
      EngineObservers observers,
      Consumer<RuntimeException> onFatal) {
    this.life = life;
    Map<String, Object> client = config.kafka().clientSettings();
    this.admin = life.start("admin", () -> OpenAdmin.of(config)).admin();
    TransactionVersion.warnBelowRequired(admin);
    this.topics =
        new ControlTopics(config.control().prefix(), config.control().slots())
            .ensure(admin, config.control().replicationFactor());
    this.group =
        GroupSession.negotiate(
            admin,
            List.of(topics.slotsGroup(), topics.coordinatorGroup()),
            config.control().session());
    this.cold = openArchive(config.archive(), observers);
    this.inspector = new TopicInspector(admin, coldFacts(cold));
    this.log = life.start("log", () -> openLog(new KafkaEventLog(client), ReadAhead.FAR));
    this.smallFetches =
        life.start(
            "log of single records",
            () -> openLog(KafkaEventLog.withSmallFetches(client), ReadAhead.NONE));
    var registry = openRegistry(config);
    this.values = new ValueReader(registry);
    EventSchemas schemas = registry == null ? EventSchemas.NONE : new RegistrySchemas(registry);
    this.selectors = new RecordSelectors(schemas);
    this.transforms = new RecordTransforms(schemas, MaskKey.readIfGiven(config.maskKeyFile()));
    var opener = new ForeignTargetOpener(schemas, group.session(), BACKOFF, admin);
    this.targets = life.start("targets", () -> opener.targets(config, inspector));
    this.progress = life.start("progress", () -> new ProgressLog(client, admin, topics, onFatal));
    this.replays = life.start("replays", () -> startReplays(client, onFatal));
    this.commands =
        life.start(
            "commands", () -> new CommandSender(client, admin, topics, replays, COMMAND_LIMIT));
    this.operations =
        operations(clock).requiring(config.approvals().with(targets::mayHaveSideEffects));
    this.groups = groups(config, clock);
    this.ends = new TransactionEnds(admin, client);
    this.running = life.start("running parts", () -> new Lifecycle(DRAIN_LIMIT));
    this.coordinator = running.start("coordinator", () -> startCoordinator(config, clock, onFatal));
    this.membership = running.start("membership", () -> openMembership(client, onFatal));
    this.faults = new WorkerFaults(replays, progress);
    this.deliveries =
        new Deliveries(log, inspector::topicId, targets::named, replays, clock, Ticker.SYSTEM)
            .selectingBy(selectors)
            .transformingBy(transforms)
            .observedBy(observers.deliveries())
            .tracedBy(observers.tracing())
            .provenBy(() -> membership.isProven(group.session()))
            .adaptingTo(running.start("lags", () -> KafkaGroupLags.start(admin, Ticker.SYSTEM)));
    this.work = slotWork(config, clock);
    this.dispatcher =
        running.start(
            "dispatcher",
            () -> new SlotDispatcher(work, membership, config.runningShards(), onFatal).start());
    running.start("events", () -> replays.listen(event -> dispatcher.wake()));
    this.resignation = running.start("resignation", this::startResignation);
  }

  /**
   * Connects to Kafka, creates missing control topics, and joins two consumer groups: the group
   * that elects the coordinator and the group that shares the slots. If a step fails, closes
   * everything that was opened before.
   *
   * @param observers are told what the engine does
   * @param onFatal called when the worker cannot continue; the process should end
   * @throws org.apache.kafka.common.KafkaException when the cluster cannot be reached
   */
  static ReplayEngine start(
      WorkerConfig config,
      Clock clock,
      EngineObservers observers,
      Consumer<RuntimeException> onFatal) {
    var life = new Lifecycle(CLOSE_LIMIT);
    try {
      return new ReplayEngine(life, config, clock, observers, onFatal);
    } catch (RuntimeException e) {
      life.close();
      throw e;
    }
  }

  /** As the other {@code start}, without observers. */
  public static ReplayEngine start(
      WorkerConfig config, Clock clock, Consumer<RuntimeException> onFatal) {
    return start(config, clock, EngineObservers.NONE, onFatal);
  }

  private @Nullable ArchiveTier openArchive(
      WorkerConfig.@Nullable Archive archive, EngineObservers observers) {
    return archive == null
        ? null
        : life.start(
            "archive",
            () -> ArchiveTier.open(archive.store(), archive.cache(), observers.requests()));
  }

  private ReplayOperations operations(Clock clock) {
    return new ReplayOperations(
        inspector,
        log,
        targets,
        selectors,
        transforms,
        replays,
        progress,
        commands,
        () -> new WorkerCapacity(workers().sharingSlots(), topics.slots()),
        new ReplayIdGenerator(clock),
        cold == null ? null : new ArchiveEstimate(cold.costs()),
        new RecordTimes(smallFetches, RECORD_TIMES_LIMIT),
        new ShadowTopicCreation(admin),
        clock);
  }

  private GroupOperations groups(WorkerConfig config, Clock clock) {
    return new GroupOperations(
        new GroupOperations.Uses(
            config.kafka().clientSettings(),
            admin,
            inspector,
            log,
            config.control().prefix(),
            config.control().replicationFactor(),
            cold == null ? null : cold.costs(),
            Set.of(topics.coordinatorGroup(), topics.slotsGroup()),
            operations::receipt,
            new ReplayIdGenerator(clock)::next,
            clock));
  }

  private @Nullable SchemaRegistry openRegistry(WorkerConfig config) {
    var registry = config.registry();
    if (registry == null) {
      return null;
    }
    var tls = ClientTls.socketFactory(registry, config.registryCa());
    return life.start("registry", () -> SchemaRegistry.at(registry, tls));
  }

  private Coordinator startCoordinator(
      WorkerConfig config, Clock clock, Consumer<RuntimeException> onFatal) {
    Map<String, Object> client = config.kafka().clientSettings();
    return new Coordinator(
            new KafkaCommandSource(client, group, topics),
            new KafkaCoordinatorTakeover(client, admin, ends, topics, replays),
            replays,
            progress,
            new OwnedSlotPlacement(admin, topics),
            clock,
            Ticker.SYSTEM,
            config.replays().retention(),
            topics.slots(),
            onFatal)
        .requiring(config.approvals().with(targets::mayHaveSideEffects))
        .limitedBy(config.limits())
        .start();
  }

  /**
   * Starts to read the events of all replays. Starts to read the progress records only after the
   * events have been read to their end. It is then known which replays have ended for good, and
   * this worker need not keep their progress records on the heap.
   */
  private ReplayLog startReplays(Map<String, Object> client, Consumer<RuntimeException> onFatal) {
    var log = new ReplayLog(client, admin, topics, onFatal);
    progress.onExpiredReplays(id -> log.table().isExpired(id));
    return log.onEnd(progress::end)
        .onExpiry(progress::expire)
        .onFirstProof(progress::start)
        .start();
  }

  /**
   * Joins the slots group. The membership leaves out the shards of settled replays. It asks whether
   * a replay is settled when it reads a shard of that replay, and it is notified when a replay
   * becomes settled or a settled replay has a shard to stop.
   */
  private SlotMembership openMembership(
      Map<String, Object> client, Consumer<RuntimeException> onFatal) {
    var opened = new SlotMembership(client, group, topics, onFatal).leavingOut(progress::isSettled);
    progress.onChangeOfWork(
        opened::forget, record -> opened.remember(record.shard(), record.slot()));
    return opened.start();
  }

  private SlotWork slotWork(WorkerConfig config, Clock clock) {
    var takeover =
        new KafkaSlotTakeover(
            config.kafka().clientSettings(),
            topics,
            config.control().transactionTimeout(),
            ends,
            new SlotFootprints(admin, topics, targets, replays, progress),
            new SlotDoubts(
                new DoubtNotes(config.kafka().clientSettings(), topics), replays, progress, clock),
            progress);
    return new SlotWork(
        config.name(),
        takeover,
        membership,
        replays,
        progress,
        deliveries,
        new ShardHolds(config.name(), BACKOFF, Ticker.SYSTEM),
        faults,
        clock,
        Ticker.SYSTEM,
        Collections.min(List.of(REMOVAL_WAIT, config.replays().retention())));
  }

  private SlotResignation startResignation() {
    return new SlotResignation(
            membership,
            faults,
            deliveries,
            replays,
            progress,
            BACKOFF,
            workers()::alive,
            workers()::sharingSlots)
        .start();
  }

  private static ColdFacts coldFacts(@Nullable ArchiveTier cold) {
    return cold == null ? ColdFacts.NONE : cold.facts();
  }

  private EventLog openLog(KafkaEventLog hot, ReadAhead ahead) {
    return cold == null ? hot : cold.log(hot, inspector, ahead);
  }

  /**
   * Returns the counters of what this worker has read from the archive; null if the worker has no
   * archive configured.
   */
  public @Nullable ReadCounters archiveReads() {
    return cold == null ? null : cold.counters();
  }

  /** Returns the object that carries out the commands and queries of operators. */
  public ReplayOperations operations() {
    return operations;
  }

  /** Returns the object that reads samples of the records of plans. */
  PlanSampler sampler() {
    return new PlanSampler(smallFetches, selectors, transforms, PlanSampler.LIMIT);
  }

  /** Returns the object that shows and moves consumer groups. */
  public GroupOperations groups() {
    return groups;
  }

  /** Returns an object that asks Kafka how many workers are alive and how many share the slots. */
  WorkerCounts workers() {
    return new WorkerCounts(admin, topics);
  }

  public ControlTopics topics() {
    return topics;
  }

  public GroupSession group() {
    return group;
  }

  public TopicInspector inspector() {
    return inspector;
  }

  public EventLog log() {
    return log;
  }

  /** Returns the reader of the values of records. */
  public ValueReader values() {
    return values;
  }

  public Targets targets() {
    return targets;
  }

  public ReplayLog replays() {
    return replays;
  }

  public ProgressLog progress() {
    return progress;
  }

  public CommandSender commands() {
    return commands;
  }

  /** Returns how many slots this worker owns. Shown in the worker's status and metrics. */
  public int slotsOwned() {
    return membership.owned().size();
  }

  /**
   * Returns how many slots of this worker have a runner now. Shown as the number of running shards
   * in the worker's status and metrics.
   */
  public int shardsRunning() {
    return dispatcher.running();
  }

  /** Returns whether the thread that starts shards in this worker's slots is alive. */
  public boolean isDispatching() {
    return dispatcher.isAlive();
  }

  /**
   * Returns the reason why this worker cannot deliver one of its shards or run one of its slots.
   * Empty if the worker can run all its shards and slots.
   */
  public Optional<String> fault() {
    return faults
        .first()
        .map(
            fault ->
                resignation.isAway() ? "this worker has given its slots up: it " + fault : fault);
  }

  /** Returns what has happened to this worker's slots. Shown in the worker's metrics. */
  public SlotCounters slotCounters() {
    return work.counters();
  }

  /** Returns how many hanging transactions this worker has ended. Shown in its metrics. */
  public long hangingTransactionsEnded() {
    return ends.hangingEnded();
  }

  /**
   * Returns how many replays this worker, as the coordinator, has expired: replaced their events
   * and records by their accounts. Shown in the worker's metrics.
   */
  public long expiredReplays() {
    return coordinator.expiredReplays();
  }

  /**
   * Returns how often this worker, as the coordinator, has failed to expire a replay. Shown in the
   * worker's metrics.
   */
  public long failedExpiries() {
    return coordinator.failedExpiries();
  }

  public boolean isCoordinator() {
    return coordinator.isActive();
  }

  /**
   * Hands this worker's work over to other workers: ends every shard after the slice in hand, then
   * leaves the group that shares the slots, then the group that elects the coordinator. Returns
   * when this worker has left both. A slice in hand is committed, or its transaction is left for
   * the slot's next owner to end, as after a crash.
   *
   * <p>Afterwards this engine still answers queries and sends commands, but owns no slot. Waits for
   * each part for 6 s at most, also if Kafka does not answer. A second call has no effect.
   */
  public void drain() {
    running.close();
  }

  @Override
  public void close() {
    life.close();
  }
}
