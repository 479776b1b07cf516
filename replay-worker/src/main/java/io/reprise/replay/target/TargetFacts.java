package io.reprise.replay.target;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a plan must know of its target.
 *
 * @param name its configured name
 * @param promise what a delivery is worth there, in words for the plan
 * @param topic the topic it writes to; null when it is none
 * @param ends where each of that topic's partitions ends now, by partition; empty when it is none
 */
public record TargetFacts(
    String name, String promise, @Nullable String topic, Map<Integer, Long> ends) {

  /** How many partitions the target's topic has; 0 when it is none. */
  public int partitions() {
    return ends.size();
  }
}
