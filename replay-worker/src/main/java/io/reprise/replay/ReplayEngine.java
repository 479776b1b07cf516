package io.reprise.replay;

import io.reprise.replay.coordinate.Coordinator;
import io.reprise.replay.coordinate.CoordinatorTransactions;
import io.reprise.replay.deliver.Deliveries;
import io.reprise.replay.fencing.TransactionEnds;
import io.reprise.replay.group.GroupMembers;
import io.reprise.replay.group.GroupSettings;
import io.reprise.replay.journal.CommandSender;
import io.reprise.replay.journal.ControlTopics;
import io.reprise.replay.journal.ProgressLog;
import io.reprise.replay.journal.ReplayLog;
import io.reprise.replay.operate.ArchiveEstimate;
import io.reprise.replay.operate.ReplayIdGenerator;
import io.reprise.replay.operate.ReplayOperations;
import io.reprise.replay.plan.WorkerCapacity;
import io.reprise.replay.slot.SlotDispatcher;
import io.reprise.replay.slot.SlotFootprints;
import io.reprise.replay.slot.SlotMembership;
import io.reprise.replay.slot.SlotWork;
import io.reprise.replay.target.Targets;
import io.reprise.store.EventLog;
import io.reprise.store.archive.read.ReadCounters;
import io.reprise.store.facts.ColdFacts;
import io.reprise.store.facts.TopicInspector;
import io.reprise.store.kafka.KafkaEventLog;
import io.reprise.store.tier.ArchiveTier;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.jspecify.annotations.Nullable;

/**
 * A worker without its HTTP door: coordinator candidate, slot member, shard runner.
 *
 * <p>Threading: all methods are safe anywhere. Closing it stops delivery first, then leaves the
 * groups, so that slots move at once.
 */
public final class ReplayEngine implements AutoCloseable {
  private static final Duration COMMAND_LIMIT = Duration.ofSeconds(10);

  private final Admin admin;
  private final GroupSettings group;
  private final ControlTopics topics;
  private final TopicInspector inspector;
  private final EventLog log;
  private final @Nullable ArchiveTier cold;
  private final Targets targets;
  private final ReplayLog replays;
  private final ProgressLog progress;
  private final CommandSender commands;
  private final SlotMembership membership;
  private final SlotDispatcher dispatcher;
  private final Coordinator coordinator;
  private final ReplayOperations operations;

  /**
   * Connects, creates the control topics if they are missing, and joins.
   *
   * @param onFatal called when the worker must not go on; the process should end
   */
  public ReplayEngine(WorkerConfig config, Clock clock, Consumer<RuntimeException> onFatal) {
    Map<String, Object> client = config.kafka().clientSettings();
    this.admin = Admin.create(config.kafka().adminSettings());
    this.topics =
        new ControlTopics(config.control().prefix(), config.control().slots())
            .ensure(admin, config.control().replicationFactor());
    this.group =
        GroupSettings.negotiate(
            admin,
            List.of(topics.slotsGroup(), topics.coordinatorGroup()),
            config.control().session());
    var archive = config.archive();
    this.cold = archive == null ? null : ArchiveTier.open(archive.store(), archive.cache());
    this.inspector = new TopicInspector(admin, coldFacts(cold));
    this.log = log(client);
    this.targets = new Targets(config.targets(), inspector);
    this.replays = new ReplayLog(client, admin, topics, onFatal);
    this.progress = new ProgressLog(client, admin, topics, onFatal);
    this.commands = new CommandSender(client, topics, replays, COMMAND_LIMIT);
    this.membership = new SlotMembership(client, group, topics, onFatal);
    var ends = new TransactionEnds(admin, client);
    var work =
        new SlotWork(
            config.name(),
            client,
            topics,
            config.control().transactionTimeout(),
            ends,
            new SlotFootprints(admin, topics, targets, replays, progress),
            membership,
            replays,
            progress,
            new Deliveries(log, inspector, targets, replays, clock),
            clock,
            new SlotWork.Switch());
    this.dispatcher = new SlotDispatcher(work, config.runningShards());
    this.operations =
        new ReplayOperations(
            inspector,
            log,
            targets,
            replays,
            progress,
            commands,
            () ->
                new WorkerCapacity(GroupMembers.count(admin, topics.slotsGroup()), topics.slots()),
            new ReplayIdGenerator(clock),
            cold == null ? null : new ArchiveEstimate(cold.catalog(), cold.questions()));
    this.coordinator =
        new Coordinator(
            client,
            group,
            topics,
            new CoordinatorTransactions(admin, ends, topics),
            replays,
            progress,
            () -> GroupMembers.partitions(admin, topics.slotsGroup()),
            clock,
            onFatal);
  }

  private static ColdFacts coldFacts(@Nullable ArchiveTier cold) {
    return cold == null ? ColdFacts.NONE : cold.facts();
  }

  private EventLog log(Map<String, Object> client) {
    var hot = new KafkaEventLog(client);
    return cold == null ? hot : cold.log(hot, inspector);
  }

  /** What reads of the archive have cost; null without one. */
  public @Nullable ReadCounters archiveReads() {
    return cold == null ? null : cold.counters();
  }

  /** An operator's actions and questions. */
  public ReplayOperations operations() {
    return operations;
  }

  public Admin admin() {
    return admin;
  }

  public ControlTopics topics() {
    return topics;
  }

  public GroupSettings group() {
    return group;
  }

  public TopicInspector inspector() {
    return inspector;
  }

  public EventLog log() {
    return log;
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

  /** How many slots this worker holds, for people. */
  public int slotsHeld() {
    return membership.held().size();
  }

  /** How many shards this worker runs now, for people. */
  public int shardsRunning() {
    return dispatcher.running();
  }

  public boolean isCoordinator() {
    return coordinator.isActive();
  }

  @Override
  public void close() {
    dispatcher.close();
    membership.close();
    coordinator.close();
    commands.close();
    progress.close();
    replays.close();
    targets.close();
    log.close();
    if (cold != null) {
      cold.close();
    }
    admin.close(Duration.ofSeconds(2));
  }
}
