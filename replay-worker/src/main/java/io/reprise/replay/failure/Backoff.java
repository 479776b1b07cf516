package io.reprise.replay.failure;

import java.time.Duration;
import java.util.function.DoubleSupplier;

/**
 * How long to wait before an attempt is repeated: twice as long after each failure, from 50 ms to
 * 30 s. The second half of each delay is random, so that workers which failed together do not
 * repeat together. Thread-safe if {@code random} is.
 *
 * @param random gives numbers from 0 to 1, exclusive
 */
public record Backoff(DoubleSupplier random) {
  public static final Duration LONGEST = Duration.ofSeconds(30);
  private static final long FIRST_NANOS = Duration.ofMillis(100).toNanos();
  private static final int MOST_DOUBLINGS = 20;

  /**
   * The delay after a failure.
   *
   * @param failures how many attempts have failed in a row, from 1
   */
  public Duration after(int failures) {
    int doublings = Math.min(Math.max(0, failures - 1), MOST_DOUBLINGS);
    long most = Math.min(LONGEST.toNanos(), FIRST_NANOS << doublings);
    long half = most / 2;
    return Duration.ofNanos(half + (long) (random.getAsDouble() * (most - half)));
  }
}
