package io.reprise.replay.spec;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The request that a replay slows down by itself while its target or a live consumer group cannot
 * keep up, and speeds up again afterwards. The rate never exceeds the {@link Throttle}.
 *
 * @param groups the live consumer groups whose lag limits the rate; none when left out
 * @param maxLag the most records by which each of the groups may lag, summed over its partitions;
 *     null without groups
 * @param maxLatencyMillis the longest time in milliseconds that the target may take for a request,
 *     or for a slice if it takes slices; null if five times its own fastest request counts
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Adaptive(
    List<String> groups, @Nullable Long maxLag, @Nullable Long maxLatencyMillis) {
  private static final int MOST_GROUPS = 20;

  /** Slows down by what the target does alone. */
  public static final Adaptive TO_TARGET = new Adaptive(List.of(), null, null);

  @JsonCreator
  public Adaptive(
      @Nullable List<String> groups, @Nullable Long maxLag, @Nullable Long maxLatencyMillis) {
    this.groups = groups == null ? List.of() : List.copyOf(groups);
    this.maxLag = maxLag;
    this.maxLatencyMillis = maxLatencyMillis;
    if (this.groups.stream().anyMatch(String::isBlank) || this.groups.size() > MOST_GROUPS) {
      throw new InvalidSpecException(
          "adaptive.groups has an empty name or more than %d names".formatted(MOST_GROUPS));
    }
    if (this.groups.isEmpty() != (maxLag == null)) {
      throw new InvalidSpecException(
          maxLag == null
              ? "adaptive.maxLag is missing: say by how many records the groups may lag"
              : "adaptive.groups is missing: name the groups for which adaptive.maxLag holds");
    }
    requirePositive("maxLag", maxLag);
    requirePositive("maxLatencyMillis", maxLatencyMillis);
  }

  private static void requirePositive(String name, @Nullable Long value) {
    if (value != null && value < 1) {
      throw new InvalidSpecException(
          "adaptive.%s is %d: it must be at least 1".formatted(name, value));
    }
  }
}
