package io.reprise.kafka.time;

import java.time.Duration;

/** Measures elapsed time with the clock of the JVM, and waits by making the thread sleep. */
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
