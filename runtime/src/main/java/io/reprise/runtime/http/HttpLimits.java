package io.reprise.runtime.http;

import io.reprise.runtime.config.ConfigKey;
import org.jspecify.annotations.Nullable;

/**
 * Limits what callers may ask of a service.
 *
 * @param connections the most connections; 2,048 when left out
 * @param requestsPerSecond the most requests of one caller in a second; 0, the default, for any
 *     number
 */
public record HttpLimits(
    @ConfigKey(
            value =
                "The most connections. While there are so many, further clients wait until one"
                    + " closes.",
            range = "1 to 1000000")
        Integer connections,
    @ConfigKey(
            value =
                "The most requests of one principal in a second, or of one address while nobody is"
                    + " asked who they are; further requests are answered with status 429. 0 for"
                    + " any number. Health checks are not counted.",
            range = "0 to 1000000")
        Integer requestsPerSecond) {
  /** The defaults of all limits. */
  public static final HttpLimits DEFAULT = new HttpLimits(null, null);

  private static final int MOST = 1_000_000;

  public HttpLimits(@Nullable Integer connections, @Nullable Integer requestsPerSecond) {
    this.connections = inRange("connections", connections, 2_048, 1);
    this.requestsPerSecond = inRange("requestsPerSecond", requestsPerSecond, 0, 0);
  }

  private static int inRange(String name, @Nullable Integer value, int otherwise, int least) {
    if (value == null) {
      return otherwise;
    }
    if (value < least || value > MOST) {
      throw new IllegalArgumentException(
          "limits.%s is %d: give a number from %d to %d".formatted(name, value, least, MOST));
    }
    return value;
  }
}
