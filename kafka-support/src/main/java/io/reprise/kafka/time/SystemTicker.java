package io.reprise.kafka.time;

import java.time.Duration;

/** Measures and waits in real time. */
final class SystemTicker implements Ticker {
  @Override
  public long nanos() {
    return System.nanoTime();
  }

  @Override
  public void sleep(Duration time) {
    Interruption.sleep(time);
  }
}
