package io.reprise.cli.events;

import io.reprise.kafka.time.Ticker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A clock that only {@link #sleep} moves. Keeps the times that were slept. */
final class FakeTicker implements Ticker {
  private final List<Duration> slept = new ArrayList<>();
  private long nanos;

  List<Duration> slept() {
    return slept;
  }

  @Override
  public long nanos() {
    return nanos;
  }

  @Override
  public void sleep(Duration time) {
    slept.add(time);
    nanos += time.toNanos();
  }
}
