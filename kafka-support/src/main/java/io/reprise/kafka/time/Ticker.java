package io.reprise.kafka.time;

import java.time.Duration;

/**
 * Measures elapsed time and waits for time to pass. Production code uses {@link #SYSTEM}; a test or
 * a simulation passes its own ticker and thereby controls when a {@link Deadline} passes.
 *
 * <p>Implementations must be safe for use by several threads.
 */
public interface Ticker {
  /** Measures time with {@link System#nanoTime()} and waits with {@link Interruption#sleep}. */
  Ticker SYSTEM = new SystemTicker();

  /**
   * Returns the nanoseconds since a fixed but arbitrary origin. The value may be negative; only the
   * difference of two values has a meaning.
   */
  long nanos();

  /**
   * Waits for the given time.
   *
   * @throws org.apache.kafka.common.errors.InterruptException when the thread is interrupted; its
   *     interrupt flag stays set
   */
  void sleep(Duration time);
}
