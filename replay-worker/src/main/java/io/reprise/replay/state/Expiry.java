package io.reprise.replay.state;

import java.time.Instant;

/**
 * Says that a replay has expired: its retention has ended, and only its account is kept.
 *
 * @param at when the replay expired, by the coordinator's clock
 * @param eventsRemain whether events from before the expiry are still in the log. Until they are
 *     removed, the plan of the replay has its shards
 */
public record Expiry(Instant at, ReplayAccount account, boolean eventsRemain) {

  Expiry withoutEvents() {
    return new Expiry(at, account, false);
  }
}
