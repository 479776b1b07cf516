package io.reprise.replay.plan;

import io.reprise.replay.spec.RecordTimestamps;
import io.reprise.store.OffsetRange;
import java.time.Duration;
import java.time.Instant;
import java.util.TreeMap;

/**
 * Computes how long a shadow topic must keep records, so that Kafka deletes none of a replay's
 * copies in the week after the replay. Kafka counts the age of a copy from its timestamp, which is
 * usually the timestamp of its source record. Stateless.
 */
final class ShadowRetention {
  /** The value of Kafka's {@code retention.ms} for a topic that deletes no record by age. */
  static final long UNLIMITED = -1;

  /** How long the copies are kept after the expected end of the replay. */
  private static final long SPARE_DAYS = 7;

  private static final long MOST_DAYS = 36_500;

  private ShadowRetention() {}

  /**
   * Returns the retention of the topic in milliseconds: the age of the oldest copy, the expected
   * duration of the replay, and seven days. The age is rounded up to a power of two of days, so
   * that few questions about timestamps are needed.
   *
   * @param plan the plan of the replay
   * @param ages answers questions about the timestamps of the source records
   * @param now the time at which the plan is made
   */
  static long millis(Plan plan, RecordAges ages, Instant now) {
    long days =
        SPARE_DAYS
            + 1
            + Duration.ofSeconds(plan.expectedSeconds()).toDays()
            + (plan.spec().timestamps() == RecordTimestamps.REPLAY ? 0 : age(plan, ages, now));
    return days > MOST_DAYS ? UNLIMITED : Duration.ofDays(days).toMillis();
  }

  /** Returns a number of days such that no range of the plan begins with an older record. */
  private static long age(Plan plan, RecordAges ages, Instant now) {
    var ranges = new TreeMap<Integer, OffsetRange>();
    plan.partitions().stream()
        .filter(planned -> !planned.range().isEmpty())
        .forEach(planned -> ranges.put(planned.partition(), planned.range()));
    long days = 1;
    while (!ranges.isEmpty()) {
      var oldest = now.minus(Duration.ofDays(days));
      if (!oldest.isAfter(Instant.EPOCH)) {
        return MOST_DAYS;
      }
      ranges.keySet().retainAll(ages.beginningBefore(ranges, oldest));
      if (!ranges.isEmpty()) {
        days *= 2;
      }
    }
    return days;
  }
}
