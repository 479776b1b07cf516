package io.reprise.replay.operate;

import io.reprise.replay.approve.ApprovalRules;
import io.reprise.replay.checkpoint.ShardProgress;
import io.reprise.replay.journal.CommandSender;
import io.reprise.replay.journal.CommandSender.Outcome;
import io.reprise.replay.journal.ProgressLog;
import io.reprise.replay.journal.ReplayLog;
import io.reprise.replay.plan.Plan;
import io.reprise.replay.plan.WorkerCapacity;
import io.reprise.replay.receipt.Receipt;
import io.reprise.replay.receipt.Verification;
import io.reprise.replay.receipt.VerificationRefusedException;
import io.reprise.replay.receipt.Verifier;
import io.reprise.replay.select.RecordSelectors;
import io.reprise.replay.spec.ReplaySpec;
import io.reprise.replay.spec.Throttle;
import io.reprise.replay.state.CommandDecider;
import io.reprise.replay.state.DecidedCommand;
import io.reprise.replay.state.Operator;
import io.reprise.replay.state.Replay;
import io.reprise.replay.state.ReplayCommand;
import io.reprise.replay.state.ReplayQuery;
import io.reprise.replay.state.ReplayState;
import io.reprise.replay.state.ReplayTable;
import io.reprise.replay.target.Targets;
import io.reprise.replay.transform.RecordTransforms;
import io.reprise.store.EventLog;
import io.reprise.store.facts.TopicInspector;
import java.time.Clock;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Carries out the commands and queries of operators. The state of all replays is in Kafka, so every
 * worker gives the same answers.
 *
 * <p>Thread-safe. Calls block. A query waits until this worker has read the control topics to the
 * end that was current at the call. A command waits until the coordinator has decided it.
 *
 * <p>Errors: {@link ReplayNotFoundException}, {@link ReplayRefusedException}, {@link
 * CommandOutcomeUnknownException}, and {@link io.reprise.replay.journal.StaleControlException}. The
 * last one is thrown when Kafka cannot be read; a retry is then safe.
 */
public final class ReplayOperations {
  private final TopicInspector topics;
  private final EventLog log;
  private final Targets targets;
  private final RecordSelectors selectors;
  private final RecordTransforms transforms;
  private final ReplayLog replays;
  private final ProgressLog progress;
  private final CommandSender commands;
  private final PlanMaker plans;
  private final ReplayIdGenerator ids;
  private final RecordTimes times;
  private final EarlierDeliveries earlier;
  private ApprovalRules approvals = ApprovalRules.NONE;

  /**
   * Summaries of settled and of expired replays, by replay id. Each was made when the replay was
   * first listed in that state, and is returned again by later lists.
   */
  private final Map<String, ReplaySummary> settled = new ConcurrentHashMap<>();

  public ReplayOperations(
      TopicInspector topics,
      EventLog log,
      Targets targets,
      RecordSelectors selectors,
      RecordTransforms transforms,
      ReplayLog replays,
      ProgressLog progress,
      CommandSender commands,
      Supplier<WorkerCapacity> capacity,
      ReplayIdGenerator ids,
      @Nullable ArchiveEstimate archive,
      RecordTimes times,
      ShadowTopicCreation creation,
      Clock clock) {
    this.topics = topics;
    this.log = log;
    this.targets = targets;
    this.selectors = selectors;
    this.transforms = transforms;
    this.replays = replays;
    this.progress = progress;
    this.commands = commands;
    this.plans =
        new PlanMaker(
            topics,
            targets,
            selectors,
            transforms,
            creation,
            capacity,
            archive,
            new EarlierRedrives(replays, progress),
            clock);
    this.ids = ids;
    this.times = times;
    this.earlier = new EarlierDeliveries(replays, progress, this::listed);
  }

  /** Requests an approval for the start of each replay that the configuration names. */
  public ReplayOperations requiring(ApprovalRules needed) {
    this.approvals = needed;
    return this;
  }

  /**
   * Makes a plan from a spec and the present state of the cluster. Stores nothing, so a retry is
   * safe. Asks the object store only about offset ranges that begin below Kafka's log start.
   *
   * @throws org.apache.kafka.common.errors.RetriableException when the archive does not answer
   *     within 20 s about such a range; the message names the partitions without an answer
   */
  public Plan plan(ReplaySpec spec) {
    return plans.draft(spec).plan();
  }

  /**
   * Makes a plan as {@link #plan} does, for an operator to read. Adds the timestamps of the first
   * and the last record of each range, the replays that have delivered offsets of the plan into its
   * target before, the topic that the start would create, and whether the target has side effects.
   * None of these additions is stored with a replay.
   */
  public PlanToRead planToRead(ReplaySpec spec) {
    var draft = plans.draft(spec);
    var missing = draft.missing();
    var plan = missing == null ? draft.plan() : draft.plan().withNotes(List.of(missing.sentence()));
    return new PlanToRead(
        times.addTo(plan),
        earlier.of(plan),
        missing,
        hasSideEffects(plan),
        RedriveSurvey.of(plan, log, selectors));
  }

  /**
   * Makes the plan of a spec and stores it as a new replay. The replay does not start yet. If the
   * spec names a topic that does not exist, and its target may create the topic, creates the topic:
   * a stored plan names the id of its target topic.
   *
   * @param planHash hash of the plan that the caller expects. If the spec now gives a plan with
   *     another hash, the request is refused. Null to accept any plan
   * @param by the operator who sends the command; recorded with the command
   */
  public Replay create(ReplaySpec spec, @Nullable String planHash, String by) {
    return send(ids.next(), new ReplayCommand.Create(expectedPlan(spec, planHash)), by);
  }

  /**
   * Makes the plan of a spec, stores it as a new replay as {@link #create} does, and starts this
   * replay. If the start is refused because it would repeat a delivery, no replay is stored.
   *
   * @param planHash as for {@link #create}
   * @param repeated whether the replay may deliver what an earlier replay has delivered
   */
  public Replay createAndStart(
      ReplaySpec spec, @Nullable String planHash, RepeatedDelivery repeated, String by) {
    return createAndStart(spec, planHash, repeated, SideEffects.REFUSED, Operator.unverified(by));
  }

  /**
   * As the other {@code createAndStart}, also for a target with side effects.
   *
   * @param effects whether the replay may deliver into a target with side effects
   */
  public Replay createAndStart(
      ReplaySpec spec,
      @Nullable String planHash,
      RepeatedDelivery repeated,
      SideEffects effects,
      Operator by) {
    var plan = expectedPlan(spec, planHash);
    requireAccepted(plan, repeated, effects);
    var created = send(ids.next(), new ReplayCommand.Create(plan), by);
    return start(created.id(), created.plan().hash(), repeated, effects, by);
  }

  private Plan expectedPlan(ReplaySpec spec, @Nullable String planHash) {
    var draft = plans.draft(spec);
    var plan = draft.plan();
    if (planHash != null && !StoredPlan.identifies(planHash, plan)) {
      throw new ReplayRefusedException(
          "the plan no longer holds: %s resolves to plan %s now, not %s: read the new plan, or use offsets instead of times and 'latest'"
              .formatted(spec.source().topic(), plan.hash(), planHash));
    }
    return plans.toStore(draft);
  }

  /**
   * Starts a replay, provided that all offsets of its plan can still be read. If the replay needs
   * an approval, it is AWAITING_APPROVAL afterwards and starts when another person approves it.
   *
   * @param planHash the hash of the plan that the operator has read, or the first 8 or more digits
   *     of this hash
   * @param repeated whether the replay may deliver what an earlier replay has delivered into the
   *     same target. Two replays that are started at the same moment do not see each other, so both
   *     starts may be accepted
   */
  public Replay start(String id, String planHash, RepeatedDelivery repeated, String by) {
    return start(id, planHash, repeated, SideEffects.REFUSED, Operator.unverified(by));
  }

  /**
   * As the other {@code start}, also for a target with side effects.
   *
   * @param effects whether the replay may deliver into a target with side effects
   * @throws io.reprise.replay.target.UnknownTargetException when this worker does not know the
   *     target, so that it cannot tell whether the target has side effects
   */
  public Replay start(
      String id, String planHash, RepeatedDelivery repeated, SideEffects effects, Operator by) {
    var plan = storedPlan(id).thatHolds(planHash);
    requireAccepted(plan, repeated, effects);
    return send(
        id,
        approvals.reason(plan).isPresent()
            ? new ReplayCommand.RequestStart(plan.hash())
            : new ReplayCommand.Start(plan.hash()),
        by);
  }

  /**
   * Approves a replay that is AWAITING_APPROVAL, which starts it, provided that all offsets of its
   * plan can still be read.
   *
   * @param planHash the hash of the plan that the approver has read, or the first 8 or more digits
   *     of this hash
   * @param by another person than the one who has requested the start
   */
  public Replay approve(String id, String planHash, Operator by) {
    var plan = storedPlan(id).thatHolds(planHash);
    return send(id, new ReplayCommand.Approve(plan.hash()), by);
  }

  /**
   * Refuses a replay that is AWAITING_APPROVAL, which cancels it.
   *
   * @param comment why, for the person who has requested the start
   */
  public Replay refuse(String id, String planHash, String comment, Operator by) {
    var plan = storedPlan(id).withHash(planHash);
    return send(id, new ReplayCommand.RefuseApproval(plan.hash(), comment), by);
  }

  private boolean hasSideEffects(Plan plan) {
    return targets.named(plan.spec().target()).hasSideEffects();
  }

  /**
   * Requires that the target of {@code plan} has no side effects, and that no replay has delivered
   * offsets of {@code plan} into its target before, unless the operator accepts it.
   */
  private void requireAccepted(Plan plan, RepeatedDelivery repeated, SideEffects effects) {
    if (effects == SideEffects.REFUSED && hasSideEffects(plan)) {
      throw new ReplayRefusedException(
          "each record that is delivered into target '%s' makes another system act, which cannot be undone: send allowSideEffects: true (--allow-side-effects) to start the replay nevertheless"
              .formatted(plan.spec().target()));
    }
    if (repeated == RepeatedDelivery.ACCEPTED) {
      return;
    }
    var before = earlier.of(plan);
    if (!before.isEmpty()) {
      throw new ReplayRefusedException(before.get(0).refusal(plan.spec().target()));
    }
  }

  public Replay pause(String id, String by) {
    return sendToExisting(id, new ReplayCommand.Pause(), by);
  }

  /**
   * Resumes a paused replay.
   *
   * @throws ReplayRefusedException when the replay is not in a state in which it can be resumed.
   *     Also when the target topic was deleted, or deleted and created again, after the plan was
   *     made
   */
  public Replay resume(String id, String by) {
    var replay = changeable(id);
    if (replay.state() instanceof ReplayState.Paused) {
      requireTargetTopic(replay);
    }
    return send(id, new ReplayCommand.Resume(), by);
  }

  public Replay cancel(String id, String by) {
    return sendToExisting(id, new ReplayCommand.Cancel(), by);
  }

  /**
   * Retries a failed replay.
   *
   * @throws ReplayRefusedException when the replay is not in a state in which it can be retried.
   *     Also when the target topic was deleted, or deleted and created again, after the plan was
   *     made
   */
  public Replay retry(String id, String by) {
    var replay = changeable(id);
    if (replay.state() instanceof ReplayState.Failed) {
      requireTargetTopic(replay);
    }
    return send(id, new ReplayCommand.Retry(), by);
  }

  private void requireTargetTopic(Replay replay) {
    new StoredPlan(replay.plan(), topics)
        .requireTargetTopic(() -> freshSummary(replay).counts().delivered());
  }

  public Replay changeRate(String id, Throttle throttle, String by) {
    return sendToExisting(id, new ReplayCommand.ChangeRate(throttle), by);
  }

  /** Returns the replay with an id, in its present state. */
  public Replay replay(String id) {
    var replay = replays.catchUp().replay(id);
    if (replay == null) {
      throw new ReplayNotFoundException(id);
    }
    return replay;
  }

  /** Returns the summaries of the replays that match the query, oldest first. */
  public List<ReplaySummary> list(ReplayQuery query) {
    var table = replays.catchUp();
    progress.catchUp();
    var ids = table.newest(query, null, Integer.MAX_VALUE);
    Collections.reverse(ids);
    return ids.stream().map(id -> listed(table, id)).toList();
  }

  /**
   * Returns one page of the replays that match the query, newest first.
   *
   * @param after the id after which the page begins, as {@link ReplayPage#next} gave it; null for
   *     the first page
   * @param limit the largest number of replays on the page
   */
  public ReplayPage page(ReplayQuery query, @Nullable String after, int limit) {
    var table = replays.catchUp();
    progress.catchUp();
    var ids = table.newest(query, after, limit + 1);
    boolean more = ids.size() > limit;
    var shown = more ? ids.subList(0, limit) : ids;
    return new ReplayPage(
        shown.stream().map(id -> listed(table, id)).toList(), more ? shown.get(limit - 1) : null);
  }

  /**
   * Returns the summary of a replay for a list. The summary of a settled replay never changes until
   * the replay expires, so it is made once and then kept.
   *
   * @param table the replays as they were before this worker read the progress records to their
   *     end. If a replay had ended for good in this table, all its progress records have been read
   */
  private ReplaySummary listed(ReplayTable table, String id) {
    var known = settled.get(id);
    if (known != null && (known.expiredAt() != null || !table.isExpired(id))) {
      return known;
    }
    var replay = Objects.requireNonNull(table.replay(id));
    var summary = summary(replay);
    if (replay.isExpired() || replay.state().isPermanent() && progress.isSettled(id)) {
      settled.put(id, summary);
    }
    return summary;
  }

  /**
   * Returns the summary of a replay. Its figures follow from the progress records that this worker
   * has read so far; newer ones may exist.
   */
  public ReplaySummary summary(Replay replay) {
    return withoutOperator(replay)
        .startedBy(
            replay.startedAt() == null
                ? null
                : DecidedCommand.starter(replays.decisions(replay.id())));
  }

  private ReplaySummary withoutOperator(Replay replay) {
    var expiry = replay.expiry();
    if (expiry != null) {
      return ReplaySummary.expired(replay, expiry.account());
    }
    return progress
        .totals(replay.id())
        .map(totals -> ReplaySummary.settled(replay, totals))
        .orElseGet(() -> ReplaySummary.of(replay, progress.of(replay.id())));
  }

  /**
   * Returns the summary of a replay, after this worker has read the progress records to the end
   * that was current at the call.
   */
  public ReplaySummary freshSummary(Replay replay) {
    progress.catchUp();
    return summary(replay);
  }

  /**
   * Returns the newest progress record of each shard of a replay, by shard index. A shard that was
   * never claimed has no progress record. If the replay has expired, the result is empty.
   */
  public Map<Integer, ShardProgress> shards(String id) {
    if (replay(id).isExpired()) {
      return Map.of();
    }
    progress.catchUp();
    return progress.of(id);
  }

  /**
   * Returns the receipt of a replay. While the replay has not ended, a later call may return
   * another receipt.
   */
  public Receipt receipt(String id) {
    var replay = replay(id);
    if (!replay.isExpired()) {
      progress.catchUp();
      var records = progress.of(id);
      var doubts = progress.doubts(records);
      // The replay may have expired while its progress records were read. Some of the records may
      // then have been removed already, so the receipt is made from the replay's account instead.
      if (!replays.catchUp().isExpired(id)) {
        return Receipt.of(replay, records, doubts);
      }
      replay = replay(id);
    }
    return Receipt.ofExpired(replay, Objects.requireNonNull(replay.expiry()).account());
  }

  /**
   * Checks the receipt of a replay against the source topic and the target. Reads again the planned
   * offsets of the source topic, and what was written to the target topic since the plan was made.
   *
   * @throws io.reprise.store.facts.TopicNotFoundException when one of the topics no longer exists
   * @throws io.reprise.replay.receipt.VerificationRefusedException when the replay has too many
   *     offsets to verify, or has expired
   */
  public Verification verify(String id) {
    var replay = replay(id);
    var receipt = receipt(id);
    if (replays.table().isExpired(id)) {
      throw VerificationRefusedException.expired(id);
    }
    var target = targets.named(replay.plan().spec().target());
    return new Verifier(log, topics, selectors, transforms, receipt, replay.plan())
        .verify(target.facts());
  }

  private Replay sendToExisting(String id, ReplayCommand command, String by) {
    changeable(id);
    return send(id, command, by);
  }

  private StoredPlan storedPlan(String id) {
    return new StoredPlan(changeable(id).plan(), topics);
  }

  private Replay changeable(String id) {
    var replay = replay(id);
    if (replay.isExpired()) {
      throw new ReplayRefusedException(CommandDecider.expired(replay).reason());
    }
    return replay;
  }

  private Replay send(String id, ReplayCommand command, String by) {
    return send(id, command, Operator.unverified(by));
  }

  private Replay send(String id, ReplayCommand command, Operator by) {
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
