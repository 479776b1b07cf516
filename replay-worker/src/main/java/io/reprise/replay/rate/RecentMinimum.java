package io.reprise.replay.rate;

import java.util.Arrays;

/**
 * The least of the values of the last minute. Values are forgotten in steps of ten seconds, so that
 * a target that stays slower becomes the new measure. Confined to one thread.
 */
final class RecentMinimum {
  private static final long STEP_NANOS = 10_000_000_000L;
  private static final int STEPS = 6;

  private final long[] least = new long[STEPS];
  private final long[] step = new long[STEPS];

  RecentMinimum() {
    Arrays.fill(step, Long.MIN_VALUE);
  }

  void add(long value, long nowNanos) {
    long number = Math.floorDiv(nowNanos, STEP_NANOS);
    int place = (int) Math.floorMod(number, (long) STEPS);
    least[place] = step[place] == number ? Math.min(least[place], value) : value;
    step[place] = number;
  }

  /** Returns the least value; {@link Long#MAX_VALUE} if there is none. */
  long at(long nowNanos) {
    long oldest = Math.floorDiv(nowNanos, STEP_NANOS) - STEPS;
    long found = Long.MAX_VALUE;
    for (int place = 0; place < STEPS; place++) {
      if (step[place] > oldest) {
        found = Math.min(found, least[place]);
      }
    }
    return found;
  }
}
