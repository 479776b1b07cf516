package io.reprise.replay.approve;

import io.reprise.runtime.config.ConfigKey;
import io.reprise.runtime.json.ByteSize;
import org.jspecify.annotations.Nullable;

/**
 * Configures how much all replays of a cluster together may do at a time. Immutable.
 *
 * @param replays how many replays may run at a time; null for no limit
 * @param replaysPerPerson how many replays of one person may run at a time; null for no limit
 * @param recordsPerSecond the total rate limit of all replays that run, in records; null for no
 *     limit. If it is given, each replay needs a rate limit of its own
 * @param bytesPerSecond the total rate limit of all replays that run, in bytes; null for no limit.
 *     If it is given, each replay needs a byte rate limit of its own
 */
public record LimitsConfig(
    @ConfigKey(
            value =
                "How many replays may run at a time. The coordinator's limits apply, so give all"
                    + " workers the same.",
            range = "1 or more",
            defaultsTo = "no limit")
        @Nullable Integer replays,
    @ConfigKey(
            value = "How many replays that the same person has started may run at a time.",
            range = "1 or more",
            defaultsTo = "no limit")
        @Nullable Integer replaysPerPerson,
    @ConfigKey(
            value =
                "The most records per second of all replays together: the sum of their rate limits."
                    + " With this key, a replay without a rate limit in records is refused.",
            range = "1 or more",
            defaultsTo = "no limit")
        @Nullable Long recordsPerSecond,
    @ConfigKey(
            value =
                "The most bytes per second of all replays together: the sum of their byte rate"
                    + " limits. With this key, a replay without a byte rate limit is refused.",
            defaultsTo = "no limit")
        @Nullable ByteSize bytesPerSecond) {
  /** Any number of replays may run, at any rate. */
  public static final LimitsConfig NONE = new LimitsConfig(null, null, null, null);

  public LimitsConfig {
    requirePositive("replays", replays == null ? null : replays.longValue());
    requirePositive(
        "replaysPerPerson", replaysPerPerson == null ? null : replaysPerPerson.longValue());
    requirePositive("recordsPerSecond", recordsPerSecond);
    requirePositive("bytesPerSecond", bytesPerSecond == null ? null : bytesPerSecond.bytes());
  }

  private static void requirePositive(String key, @Nullable Long value) {
    if (value != null && value < 1) {
      throw new IllegalArgumentException("limits.%s is %d: give 1 or more".formatted(key, value));
    }
  }
}
