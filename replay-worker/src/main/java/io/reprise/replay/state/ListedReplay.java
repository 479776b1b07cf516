package io.reprise.replay.state;

import io.reprise.replay.plan.PlannedDelivery;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The properties of a replay that are known without unpacking it. */
public interface ListedReplay {
  String id();

  ReplayState state();

  /** Returns the source topic of the replay. */
  String topic();

  /** Returns the name of the replay's target. */
  String target();

  /** Returns where the plan of the replay reads from and delivers to. */
  PlannedDelivery delivery();

  Instant createdAt();

  /** Returns when the replay was first started; null before the first start. */
  @Nullable Instant startedAt();

  /** Returns when the replay reached its final state; null while it is in another state. */
  @Nullable Instant endedAt();

  /** Returns whether the replay has expired: only its account is kept. */
  boolean isExpired();

  /**
   * Returns the number of the event {@link ReplayEvent.Expired} in the replay; -1 if the replay has
   * not expired.
   */
  long accountSeq();

  /**
   * Returns whether the replay has expired, and its events from before the expiry are still in the
   * log.
   */
  boolean hasExpiredEvents();
}
