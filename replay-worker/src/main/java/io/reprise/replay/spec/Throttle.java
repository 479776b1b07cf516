package io.reprise.replay.spec;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * The rate limit of a replay: an upper limit for all workers that deliver the replay together.
 *
 * @param recordsPerSecond highest number of records per second, at least 1; null for no limit
 * @param bytesPerSecond highest number of bytes per second, at least 1; keys, values and headers
 *     count; null for no limit
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Throttle(@Nullable Long recordsPerSecond, @Nullable Long bytesPerSecond) {

  /** A throttle without any limit. */
  public static final Throttle NONE = new Throttle(null, null);

  public Throttle {
    requirePositive("recordsPerSecond", recordsPerSecond);
    requirePositive("bytesPerSecond", bytesPerSecond);
  }

  private static void requirePositive(String name, @Nullable Long value) {
    if (value != null && value < 1) {
      throw new InvalidSpecException(
          "throttle.%s is %d: it must be at least 1; to stop delivery, pause the replay"
              .formatted(name, value));
    }
  }

  public boolean isUnlimited() {
    return recordsPerSecond == null && bytesPerSecond == null;
  }
}
