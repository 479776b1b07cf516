package io.reprise.replay.failure;

import java.time.Duration;
import java.util.function.DoubleSupplier;

/**
 * Computes how long to wait before an attempt is repeated: 50 to 100 ms after the first failure,
 * twice as long after each further one, and 15 to 30 s at most. The delay is random within its
 * bounds, so that workers that failed at the same moment do not retry at the same moment.
 * Thread-safe if {@code random} is.
 *
 * @param random returns numbers from 0, inclusive, to 1, exclusive
 */
public record Backoff(DoubleSupplier random) {
  public static final Duration LONGEST = Duration.ofSeconds(30);
  private static final long FIRST_NANOS = Duration.ofMillis(100).toNanos();
  private static final int MOST_DOUBLINGS = 20;

  /**
   * Returns the delay after a failure.
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
