package io.reprise.replay.target;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The facts about a target that a plan needs.
 *
 * @param name name of the target in the configuration
 * @param promise the delivery guarantee in words, shown in the plan after the words "target X
 *     promises"
 * @param topic the topic that the target writes to; null when it is not a topic
 * @param ends high watermark of each partition of that topic; empty when it is not a topic
 */
public record TargetFacts(
    String name, String promise, @Nullable String topic, Map<Integer, Long> ends) {

  /** Returns the partition count of the target's topic; 0 if the target is not a topic. */
  public int partitions() {
    return ends.size();
  }
}
