package io.reprise.replay.state;

import io.reprise.replay.checkpoint.ShardProgress;
import io.reprise.replay.checkpoint.ShardState;
import io.reprise.replay.checkpoint.ShardWait;
import io.reprise.replay.plan.ShardPlan;
import io.reprise.replay.spec.ParkedLimit;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Decides which event follows from the progress records of a replay's shards, or from the present
 * time. Immutable and without side effects.
 *
 * <p>The progress records must have been read to the end of {@code reprise.progress} after the
 * replay's last event became visible. Otherwise a claim could be missed, and a replay that still
 * delivers would be declared stopped (step P3 of docs/protocol.md).
 */
public final class ShardProgressDecider {
  /**
   * The longest time that a shard may wait for a worker that can run it, or for a partition to be
   * checked for a hanging transaction. After this time, the shard's replay fails. The time suffices
   * for each worker to try the shard, for a partition to get a leader, and for a short failure of
   * the object store to end.
   */
  static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

  private final Replay replay;
  private final Map<Integer, ShardProgress> shards;
  private final Instant now;

  /**
   * Creates a decider for the present progress of one replay.
   *
   * @param shards the newest progress record of each shard that has one, by shard index
   * @param now the present time, which decides whether a shard has waited too long for a worker
   */
  public ShardProgressDecider(Replay replay, Map<Integer, ShardProgress> shards, Instant now) {
    this.replay = replay;
    this.shards = shards;
    this.now = now;
  }

  /**
   * Returns the event that must be recorded next, or empty if the progress records require none.
   * After that event is recorded, another event may be required, so the caller must decide again.
   */
  public Optional<ReplayEvent> nextEvent() {
    var state = replay.state();
    if (state instanceof ReplayState.Stopping) {
      return failure()
          .filter(f -> state instanceof ReplayState.Pausing)
          .or(
              () ->
                  claimed().isEmpty() ? Optional.of(new ReplayEvent.Stopped()) : Optional.empty());
    }
    if (state instanceof ReplayState.AwaitingApproval) {
      var approval = replay.approval();
      return approval != null && approval.request().isExpired(now)
          ? Optional.of(new ReplayEvent.ApprovalExpired())
          : Optional.empty();
    }
    if (!(state instanceof ReplayState.Running running)) {
      return Optional.empty();
    }
    return failure()
        .or(this::lackOfWorker)
        .or(this::lackOfCheck)
        .or(this::completion)
        .or(() -> tooManyParked(running))
        .or(this::newShares);
  }

  private List<Integer> claimed() {
    return shards.entrySet().stream()
        .filter(e -> e.getValue().state() == ShardState.CLAIMED)
        .map(Map.Entry::getKey)
        .sorted()
        .toList();
  }

  private Optional<ReplayEvent> failure() {
    return shards.values().stream()
        .filter(s -> s.state() == ShardState.FAILED && s.attempt() == replay.attempt())
        .findFirst()
        .map(s -> new ReplayEvent.FailureObserved("shard " + s.shard().index() + ": " + s.cause()));
  }

  /**
   * Returns the event with which the replay fails, if one of its shards has waited too long for a
   * worker that can run the shard; empty otherwise.
   */
  private Optional<ReplayEvent> lackOfWorker() {
    return waiting(ShardWait.Reason.WORKER)
        .filter(shard -> hasWaitedTooLong(shard, now))
        .map(shard -> lack(shard, waitOf(shard)))
        .findFirst();
  }

  /**
   * Returns the event with which the replay fails, if one of its shards has waited too long because
   * a partition could not be checked for a hanging transaction; empty otherwise. The wait is
   * measured up to the shard's last attempt. A cluster that could not be reached for long therefore
   * does not fail the replay before the next attempt.
   */
  private Optional<ReplayEvent> lackOfCheck() {
    return waiting(ShardWait.Reason.CHECK)
        .filter(shard -> hasWaitedTooLong(shard, shard.at()))
        .<ReplayEvent>map(
            shard ->
                new ReplayEvent.FailureObserved(
                    "shard %d: %s (%d attempts)"
                        .formatted(
                            shard.shard().index(), waitOf(shard).error(), waitOf(shard).attempt())))
        .findFirst();
  }

  /** Returns the progress records of the shards that wait for the given reason. */
  private Stream<ShardProgress> waiting(ShardWait.Reason reason) {
    return shards.values().stream()
        .filter(s -> s.state() == ShardState.STOPPED && s.attempt() == replay.attempt())
        .filter(s -> s.waiting() != null && s.waiting().reason() == reason);
  }

  private static ShardWait waitOf(ShardProgress shard) {
    return Objects.requireNonNull(shard.waiting());
  }

  private boolean hasWaitedTooLong(ShardProgress shard, Instant until) {
    var running = replay.runningSince();
    var wait = waitOf(shard);
    var since = running != null && running.isAfter(wait.since()) ? running : wait.since();
    return !until.isBefore(since.plus(LONGEST_WAIT));
  }

  private static ReplayEvent lack(ShardProgress shard, ShardWait wait) {
    return new ReplayEvent.FailureObserved(
        "shard %d: no worker could run it in %d attempts (tried by %s): %s"
            .formatted(
                shard.shard().index(),
                wait.attempt(),
                String.join(", ", wait.workers()),
                wait.error()));
  }

  private Optional<ReplayEvent> completion() {
    for (ShardPlan plan : replay.plan().shards()) {
      var shard = shards.get(plan.index());
      if (shard == null || shard.state() != ShardState.DONE) {
        return Optional.empty();
      }
      if (!shard.counts().balances(plan.range())) {
        return Optional.of(new ReplayEvent.FailureObserved(imbalance(plan, shard)));
      }
    }
    boolean parked = shards.values().stream().anyMatch(s -> s.counts().parked() > 0);
    return Optional.of(new ReplayEvent.Completed(parked));
  }

  private static String imbalance(ShardPlan plan, ShardProgress shard) {
    return "shard %d accounts for %d offsets of %s, which has %d: this is a defect, keep the records"
        .formatted(plan.index(), shard.counts().accounted(), plan.range(), plan.range().span());
  }

  /**
   * Returns the event with which the replay pauses, if it has parked more records than its spec
   * allows. After an operator has resumed it, it pauses again only when the number of parked
   * records has doubled.
   */
  private Optional<ReplayEvent> tooManyParked(ReplayState.Running running) {
    long parked = shards.values().stream().mapToLong(s -> s.counts().parked()).sum();
    if (parked == 0 || parked < 2 * running.acceptedParked()) {
      return Optional.empty();
    }
    long delivered = shards.values().stream().mapToLong(s -> s.counts().delivered()).sum();
    var limit = replay.plan().spec().parkedLimit();
    var used = limit == null ? ParkedLimit.DEFAULT : limit;
    return used.isExceeded(parked, delivered)
        ? Optional.of(new ReplayEvent.PauseRequested(pauseCause(parked, delivered, used), parked))
        : Optional.empty();
  }

  private static String pauseCause(long parked, long delivered, ParkedLimit limit) {
    return "the replay has paused by itself: %d records are parked and %d delivered, more than %s and %d records: look at the causes in the parked topic, then resume or cancel"
        .formatted(parked, delivered, percent(limit.share()), limit.records());
  }

  private static String percent(double share) {
    return BigDecimal.valueOf(share).movePointRight(2).stripTrailingZeros().toPlainString() + " %";
  }

  /**
   * An adaptive replay without a limit has shares without limits: their number tells each shard how
   * many others deliver at the same time.
   */
  private Optional<ReplayEvent> newShares() {
    if (replay.throttle().isUnlimited() && replay.plan().spec().adaptive() == null) {
      return Optional.empty();
    }
    var shares = RateShares.divide(replay.throttle(), claimed());
    return Objects.equals(shares, replay.shares())
        ? Optional.empty()
        : Optional.of(new ReplayEvent.SharesIssued(shares));
  }
}
