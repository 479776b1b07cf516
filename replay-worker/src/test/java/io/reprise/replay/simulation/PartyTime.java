package io.reprise.replay.simulation;

import io.reprise.kafka.time.Ticker;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** Virtual time, as the production code of one process sees it. */
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

  /** A sleeping thread wakes up late. */
  @Override
  public void sleep(Duration time) {
    long millis = Math.max(1, (time.toNanos() + NANOS - 1) / NANOS);
    sleep(millis + party.world().timeline().below((int) millis + 1));
  }

  /** Lets just so many milliseconds pass. */
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
