package io.reprise.replay.simulation;

import io.reprise.kafka.time.Ticker;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** The clock and the ticker of one process, in virtual time. */
final class PartyTime extends Clock implements Ticker {
  private static final long NANOS = 1_000_000;

  private final Party party;

  PartyTime(Party party) {
    this.party = party;
  }

  @Override
  public long nanos() {
    return party.now() * NANOS;
  }

  /** Sleeps a random time longer, as a busy machine does. */
  @Override
  public void sleep(Duration time) {
    long millis = Math.max(1, (time.toNanos() + NANOS - 1) / NANOS);
    sleep(millis + party.world().timeline().below((int) millis + 1));
  }

  /** Sleeps for exactly this time. */
  void sleep(long millis) {
    party.world().threads().await(wait -> party.after(millis, wait::end));
  }

  @Override
  public Instant instant() {
    return Instant.EPOCH.plusMillis(party.now());
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    return this;
  }
}
