package io.reprise.replay.state;

import io.reprise.replay.plan.PackedJson;
import io.reprise.replay.plan.PackedPlan;
import io.reprise.replay.plan.PlannedDelivery;
import io.reprise.replay.spec.Throttle;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A replay that has ended for good or has expired, with its plan and its account packed. The shares
 * of the rate limit are left out, because no shard of the replay is delivered again. Immutable.
 */
record PackedReplay(
    String id,
    long nextSeq,
    PackedPlan plan,
    ReplayState state,
    int attempt,
    Throttle throttle,
    Instant createdAt,
    @Nullable Instant startedAt,
    @Nullable Instant endedAt,
    @Nullable Instant runningSince,
    @Nullable Approval approval,
    @Nullable Instant expiredAt,
    @Nullable PackedJson<ReplayAccount> account,
    long accountSeq,
    boolean hasExpiredEvents)
    implements ListedReplay {

  static PackedReplay of(Replay replay) {
    var expiry = replay.expiry();
    return new PackedReplay(
        replay.id(),
        replay.nextSeq(),
        PackedPlan.of(replay.plan()),
        replay.state(),
        replay.attempt(),
        replay.throttle(),
        replay.createdAt(),
        replay.startedAt(),
        replay.endedAt(),
        replay.runningSince(),
        replay.approval(),
        expiry == null ? null : expiry.at(),
        expiry == null ? null : PackedJson.of(expiry.account(), ReplayAccount.class),
        replay.accountSeq(),
        replay.hasExpiredEvents());
  }

  Replay unpack() {
    return new Replay(
        id,
        nextSeq,
        plan.plan(),
        state,
        attempt,
        throttle,
        Map.of(),
        createdAt,
        startedAt,
        endedAt,
        runningSince,
        approval,
        expiredAt == null || account == null
            ? null
            : new Expiry(expiredAt, account.unpack(), hasExpiredEvents));
  }

  @Override
  public boolean isExpired() {
    return expiredAt != null;
  }

  @Override
  public String topic() {
    return plan.topic();
  }

  @Override
  public PlannedDelivery delivery() {
    return plan.delivery();
  }

  @Override
  public String target() {
    return plan.target();
  }
}
