package io.reprise.archiver.work;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Decides how long to wait after a failed attempt. The upper bound of the wait is half a second
 * after the first failure. The bound doubles with each further failure in a row, up to 32 s. The
 * actual wait is drawn at random between half of the bound and the bound. Partitions that failed at
 * the same time therefore retry at different times. Confined to one thread.
 */
final class BackOff {
  private static final long FIRST_MILLIS = 500;
  private static final int MOST_DOUBLINGS = 6;

  private final Clock clock;
  private final RandomGenerator random;
  private @Nullable Instant since;
  private String cause = "";
  private int attempts;

  BackOff(Clock clock, RandomGenerator random) {
    this.clock = clock;
    this.random = random;
  }

  /**
   * Counts a failed attempt.
   *
   * @param why the attempt failed, as a sentence
   * @return the time to wait before the next attempt
   */
  Duration failed(String why) {
    if (since == null) {
      since = clock.instant();
    }
    cause = why;
    long most = FIRST_MILLIS << Math.min(attempts++, MOST_DOUBLINGS);
    return Duration.ofMillis(random.nextLong(most / 2, most + 1));
  }

  /** Notes that an attempt has succeeded: the next failure counts as the first one. */
  void succeeded() {
    since = null;
    cause = "";
    attempts = 0;
  }

  /** Returns when the first of the failed attempts failed; null if the last attempt succeeded. */
  @Nullable Instant since() {
    return since;
  }

  /** Returns the number of failed attempts in a row. */
  int attempts() {
    return attempts;
  }

  /** Returns why the last attempt failed; empty if it succeeded. */
  String cause() {
    return cause;
  }
}
