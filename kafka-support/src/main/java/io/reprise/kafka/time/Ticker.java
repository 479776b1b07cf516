package io.reprise.kafka.time;

import java.time.Duration;

/**
 * The source of elapsed time, and the way to let time pass. Production code uses {@link #SYSTEM}; a
 * test or a simulation passes its own and so controls when a {@link Deadline} passes.
 *
 * <p>Implementations must be safe for use by several threads.
 */
public interface Ticker {
  /** The clock of {@link System#nanoTime()} and the sleep of {@link Interruption#sleep}. */
  Ticker SYSTEM = new SystemTicker();

  /**
   * Elapsed nanoseconds since a fixed but arbitrary origin, which may be negative. Only the
   * difference of two values means anything.
   */
  long nanos();

  /**
   * Lets time pass.
   *
   * @throws org.apache.kafka.common.errors.InterruptException when the thread is interrupted; its
   *     interrupt flag stays set
   */
  void sleep(Duration time);
}
