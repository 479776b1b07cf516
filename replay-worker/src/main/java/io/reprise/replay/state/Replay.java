package io.reprise.replay.state;

import io.reprise.replay.plan.Plan;
import io.reprise.replay.plan.PlannedDelivery;
import io.reprise.replay.spec.Throttle;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A replay in the state that follows from its events. Immutable.
 *
 * @param id UUID of version 7, which sorts by creation time
 * @param nextSeq sequence number of the replay's next event
 * @param plan the plan that the replay carries out
 * @param state the current state
 * @param attempt number of starts and retries; 0 before the first start
 * @param throttle current rate limit of the replay over all its shards
 * @param shares the part of {@code throttle} that each shard may use, by shard index
 * @param createdAt when the replay was created, by the coordinator's clock
 * @param startedAt when the replay was first started; null before the first start
 * @param endedAt when the replay reached a final state; null while it is in another state
 * @param runningSince when the replay was last started, resumed or retried; null before the first
 *     start
 * @param approval the request to approve the replay and its outcome; null if no approval was
 *     requested
 * @param expiry the account that replaces the events and records of a replay that has expired; null
 *     before
 */
public record Replay(
    String id,
    long nextSeq,
    Plan plan,
    ReplayState state,
    int attempt,
    Throttle throttle,
    Map<Integer, Throttle> shares,
    Instant createdAt,
    @Nullable Instant startedAt,
    @Nullable Instant endedAt,
    @Nullable Instant runningSince,
    @Nullable Approval approval,
    @Nullable Expiry expiry)
    implements ListedReplay {

  @Override
  public String topic() {
    return plan.spec().source().topic();
  }

  @Override
  public String target() {
    return plan.spec().target();
  }

  @Override
  public PlannedDelivery delivery() {
    return PlannedDelivery.of(plan);
  }

  /** Returns the replay that a {@link ReplayEvent.Created} event creates. */
  static Replay created(String id, ReplayEvent.Created created, Instant at) {
    return new Replay(
        id,
        1,
        created.plan(),
        new ReplayState.Planned(),
        0,
        created.plan().spec().throttle(),
        Map.of(),
        at,
        null,
        null,
        null,
        null,
        null);
  }

  /**
   * Returns the replay that an {@link ReplayEvent.Expired} event leaves.
   *
   * @param before the replay as its earlier events left it; null if they were removed from the log
   */
  static Replay expired(
      String id, @Nullable Replay before, ReplayEvent.Expired expired, Instant at) {
    var account = expired.account();
    return new Replay(
        id,
        account.events() + 1,
        before == null ? expired.plan() : before.plan(),
        account.finalState(),
        account.attempt(),
        account.throttle(),
        Map.of(),
        account.createdAt(),
        account.startedAt(),
        account.endedAt(),
        null,
        before == null ? null : before.approval(),
        new Expiry(at, account, before != null));
  }

  /**
   * Returns whether the replay has expired: only its account is kept. After that, the only events
   * of the replay are refusals of commands.
   */
  @Override
  public boolean isExpired() {
    return expiry != null;
  }

  @Override
  public long accountSeq() {
    return expiry == null ? -1 : expiry.account().events();
  }

  @Override
  public boolean hasExpiredEvents() {
    return expiry != null && expiry.eventsRemain();
  }

  /** Returns a copy of this expired replay, whose earlier events were removed from the log. */
  Replay withoutEvents() {
    return new Replay(
        id,
        nextSeq,
        plan.withoutShards(),
        state,
        attempt,
        throttle,
        shares,
        createdAt,
        startedAt,
        endedAt,
        runningSince,
        approval,
        Objects.requireNonNull(expiry).withoutEvents());
  }

  /**
   * Returns a copy of this replay to which {@code event} is applied.
   *
   * @throws IllegalStateException when the event is not legal in this state; no coordinator of this
   *     version writes such an event
   */
  Replay after(ReplayEvent event, Instant at) {
    if (event instanceof ReplayEvent.CommandRefused) {
      return with(state, at);
    }
    if (isExpired() || event instanceof ReplayEvent.Expired && !state.isFinal()) {
      throw new IllegalStateException(
          "event %s is not legal in state %s%s"
              .formatted(
                  event.getClass().getSimpleName(), state.name(), isExpired() ? ", expired" : ""));
    }
    if (event instanceof ReplayEvent.Expired expired) {
      return expired(id, this, expired, at);
    }
    if (event instanceof ReplayEvent.RateChanged changed) {
      return with(changed.throttle(), Map.of());
    }
    if (event instanceof ReplayEvent.SharesIssued issued) {
      return with(throttle, issued.shares());
    }
    if (event instanceof ReplayEvent.StartRequested
        || event instanceof ReplayEvent.ApprovalRefused
        || event instanceof ReplayEvent.ApprovalExpired) {
      return with(Approval.after(approval, event, at)).with(Transitions.apply(state, event), at);
    }
    if (event instanceof ReplayEvent.Approved) {
      return with(Approval.after(approval, event, at)).begun(Transitions.apply(state, event), at);
    }
    if (event instanceof ReplayEvent.Started || event instanceof ReplayEvent.Retried) {
      return begun(Transitions.apply(state, event), at);
    }
    return with(Transitions.apply(state, event), at);
  }

  /**
   * Returns the share of the rate limit that one shard may use, or null while the shard must wait
   * because the coordinator has issued no share for it.
   */
  public @Nullable Throttle shareOf(int shard) {
    return throttle.isUnlimited() ? Throttle.NONE : shares.get(shard);
  }

  /** Returns a copy with another approval and the same number of events. */
  private Replay with(@Nullable Approval other) {
    return new Replay(
        id,
        nextSeq,
        plan,
        state,
        attempt,
        throttle,
        shares,
        createdAt,
        startedAt,
        endedAt,
        runningSince,
        other,
        expiry);
  }

  private Replay begun(ReplayState running, Instant at) {
    return new Replay(
        id,
        nextSeq + 1,
        plan,
        running,
        attempt + 1,
        throttle,
        Map.of(),
        createdAt,
        startedAt == null ? at : startedAt,
        null,
        at,
        approval,
        expiry);
  }

  private Replay with(ReplayState next, Instant at) {
    var ended = !next.isFinal() ? null : state.isFinal() ? endedAt : at;
    boolean resumed = next.delivers() && !state.delivers();
    return new Replay(
        id,
        nextSeq + 1,
        plan,
        next,
        attempt,
        throttle,
        shares,
        createdAt,
        startedAt,
        ended,
        resumed ? at : runningSince,
        approval,
        expiry);
  }

  private Replay with(Throttle newThrottle, Map<Integer, Throttle> newShares) {
    return new Replay(
        id,
        nextSeq + 1,
        plan,
        state,
        attempt,
        newThrottle,
        Map.copyOf(newShares),
        createdAt,
        startedAt,
        endedAt,
        runningSince,
        approval,
        expiry);
  }
}
