package io.reprise.local.supervise;

import java.time.Duration;

/**
 * The times of a supervisor.
 *
 * @param startLimit time after which a part that is not ready is {@link PartState#LATE}
 * @param firstBackOff time between the first end of a part and its next start; doubled with each
 *     further end
 * @param longestBackOff the highest back-off
 * @param steadyAfter how long a part must be ready before its next end counts as a first end
 * @param poll time between two checks whether a part is ready
 */
public record Pace(
    Duration startLimit,
    Duration firstBackOff,
    Duration longestBackOff,
    Duration steadyAfter,
    Duration poll) {
  /** The times for a developer's machine. */
  public static final Pace OF_DEV =
      new Pace(
          Duration.ofSeconds(60),
          Duration.ofSeconds(1),
          Duration.ofSeconds(30),
          Duration.ofSeconds(60),
          Duration.ofMillis(50));

  /** Returns the back-off after the n-th end in succession, counted from 1. */
  Duration backOff(int ends) {
    var backOff = firstBackOff;
    for (int i = 1; i < ends && backOff.compareTo(longestBackOff) < 0; i++) {
      backOff = backOff.multipliedBy(2);
    }
    return backOff.compareTo(longestBackOff) < 0 ? backOff : longestBackOff;
  }
}
