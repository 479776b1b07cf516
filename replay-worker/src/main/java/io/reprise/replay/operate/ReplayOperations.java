package io.reprise.replay.operate;

import io.reprise.replay.checkpoint.ShardProgress;
import io.reprise.replay.journal.CommandSender;
import io.reprise.replay.journal.CommandSender.Outcome;
import io.reprise.replay.journal.ProgressLog;
import io.reprise.replay.journal.ReplayLog;
import io.reprise.replay.plan.Plan;
import io.reprise.replay.plan.PlanChanges;
import io.reprise.replay.plan.Planner;
import io.reprise.replay.plan.WorkerCapacity;
import io.reprise.replay.receipt.Receipt;
import io.reprise.replay.receipt.Verification;
import io.reprise.replay.receipt.Verifier;
import io.reprise.replay.spec.ReplaySpec;
import io.reprise.replay.spec.Throttle;
import io.reprise.replay.state.Replay;
import io.reprise.replay.state.ReplayCommand;
import io.reprise.replay.target.Targets;
import io.reprise.store.EventLog;
import io.reprise.store.facts.TopicInspector;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * An operator's actions and questions. State lives in Kafka, so any worker answers.
 *
 * <p>Thread-safe. Calls block: a question until this worker's copy of the log is proven complete, a
 * command until the coordinator has decided it.
 *
 * <p>Errors: {@link ReplayNotFoundException}, {@link ReplayRefusedException}, {@link
 * CommandOutcomeUnknownException}; {@link io.reprise.replay.journal.StaleControlException} when
 * Kafka cannot be read, which may be retried.
 */
public final class ReplayOperations {
  private static final int LEAST_HASH_DIGITS = 8;

  private final TopicInspector topics;
  private final EventLog log;
  private final Targets targets;
  private final ReplayLog replays;
  private final ProgressLog progress;
  private final CommandSender commands;
  private final Supplier<WorkerCapacity> capacity;
  private final ReplayIdGenerator ids;
  private final @Nullable ArchiveEstimate archive;

  public ReplayOperations(
      TopicInspector topics,
      EventLog log,
      Targets targets,
      ReplayLog replays,
      ProgressLog progress,
      CommandSender commands,
      Supplier<WorkerCapacity> capacity,
      ReplayIdGenerator ids,
      @Nullable ArchiveEstimate archive) {
    this.topics = topics;
    this.log = log;
    this.targets = targets;
    this.replays = replays;
    this.progress = progress;
    this.commands = commands;
    this.capacity = capacity;
    this.ids = ids;
    this.archive = archive;
  }

  /** Resolves a spec against the cluster as it is now. Stores nothing. */
  public Plan plan(ReplaySpec spec) {
    var target = targets.named(spec.target()).facts();
    var facts = topics.inspect(spec.source().topic());
    var plan =
        Planner.plan(
            spec, facts, target, capacity.get(), instant -> topics.offsetsAt(facts, instant));
    return archive == null ? plan : archive.on(plan, facts);
  }

  /**
   * Keeps a plan under a new id, to be started later.
   *
   * @param planHash refuses any other plan; null for whatever the spec resolves to now
   */
  public Replay create(ReplaySpec spec, @Nullable String planHash, String by) {
    var plan = plan(spec);
    if (planHash != null && !names(planHash, plan)) {
      throw new ReplayRefusedException(
          "the plan no longer holds: %s resolves to plan %s now, not %s; look at the new plan, or give offsets instead of times and 'latest'"
              .formatted(spec.source().topic(), plan.hash(), planHash));
    }
    return send(ids.next(), new ReplayCommand.Create(plan), by);
  }

  private static boolean names(String hash, Plan plan) {
    return hash.length() >= LEAST_HASH_DIGITS && plan.hash().startsWith(hash);
  }

  /**
   * Starts what {@code planHash} names, if it can still be read as it was planned.
   *
   * @param planHash the hash the operator has seen, in full or its first 8 digits or more
   */
  public Replay start(String id, String planHash, String by) {
    var plan = replay(id).plan();
    if (!names(planHash, plan)) {
      throw new ReplayRefusedException(
          "plan hash '%s' is not this replay's, which is %s: look at its plan again"
              .formatted(planHash, plan.hash()));
    }
    var changes = PlanChanges.since(plan, topics.inspect(plan.spec().source().topic()));
    if (!changes.isEmpty()) {
      throw new ReplayRefusedException("the plan no longer holds: " + String.join("; ", changes));
    }
    return send(id, new ReplayCommand.Start(plan.hash()), by);
  }

  public Replay pause(String id, String by) {
    return act(id, new ReplayCommand.Pause(), by);
  }

  public Replay resume(String id, String by) {
    return act(id, new ReplayCommand.Resume(), by);
  }

  public Replay cancel(String id, String by) {
    return act(id, new ReplayCommand.Cancel(), by);
  }

  public Replay retry(String id, String by) {
    return act(id, new ReplayCommand.Retry(), by);
  }

  public Replay changeRate(String id, Throttle throttle, String by) {
    return act(id, new ReplayCommand.ChangeRate(throttle), by);
  }

  /** One replay as it stands now. */
  public Replay replay(String id) {
    var replay = replays.catchUp().replay(id);
    if (replay == null) {
      throw new ReplayNotFoundException(id);
    }
    return replay;
  }

  /** All replays, oldest first. */
  public List<ReplaySummary> list() {
    var all = replays.catchUp().replays();
    progress.catchUp();
    return all.stream().map(this::summary).toList();
  }

  public ReplaySummary summary(Replay replay) {
    return ReplaySummary.of(replay, progress.of(replay.id()));
  }

  /** As {@link #summary}, with progress proven to be no older than this call. */
  public ReplaySummary freshSummary(Replay replay) {
    progress.catchUp();
    return summary(replay);
  }

  /** The newest record of each shard that was ever claimed, by shard index. */
  public Map<Integer, ShardProgress> shards(String id) {
    replay(id);
    progress.catchUp();
    return progress.of(id);
  }

  /** The account of every offset; final once the replay is. */
  public Receipt receipt(String id) {
    return Receipt.of(replay(id), shards(id));
  }

  /**
   * Reads log and target again and checks the receipt against them. Takes as long as reading both.
   *
   * @throws io.reprise.store.facts.TopicNotFoundException when either topic is gone
   */
  public Verification verify(String id) {
    var replay = replay(id);
    var target = targets.named(replay.plan().spec().target());
    return new Verifier(log, topics, receipt(id), replay.plan()).verify(target.facts());
  }

  private Replay act(String id, ReplayCommand command, String by) {
    replay(id);
    return send(id, command, by);
  }

  private Replay send(String id, ReplayCommand command, String by) {
    var outcome = commands.send(id, command, by);
    if (outcome instanceof Outcome.Refused refused) {
      throw new ReplayRefusedException(refused.reason());
    }
    if (outcome instanceof Outcome.Unknown) {
      throw new CommandOutcomeUnknownException(id);
    }
    return replay(id);
  }
}
