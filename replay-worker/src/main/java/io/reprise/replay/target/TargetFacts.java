package io.reprise.replay.target;

import io.reprise.store.facts.RecordExpiry;
import io.reprise.store.facts.RecordLimits;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The facts about a target that a plan needs.
 *
 * @param name name of the target in the configuration
 * @param promise the delivery guarantee in words, shown in the plan after the words "target X
 *     promises"
 * @param topic the topic that the target writes to; null if the target is not a topic
 * @param topicId Kafka's id of {@code topic}; null if the target is not a topic
 * @param ends high watermark of each partition of {@code topic}; empty if the target is not a topic
 * @param limits what {@code topic} requires of each record, such as its size or timestamp
 * @param expiry the age and the size from which on {@code topic} deletes records
 * @param choosesPartitions whether each record names its partition of {@code topic}, whatever the
 *     ordering of the replay is
 */
public record TargetFacts(
    String name,
    String promise,
    @Nullable String topic,
    @Nullable String topicId,
    Map<Integer, Long> ends,
    RecordLimits limits,
    RecordExpiry expiry,
    boolean choosesPartitions) {

  /** Creates the facts of a target in which partitions follow from the ordering. */
  public TargetFacts(
      String name,
      String promise,
      @Nullable String topic,
      @Nullable String topicId,
      Map<Integer, Long> ends,
      RecordLimits limits,
      RecordExpiry expiry) {
    this(name, promise, topic, topicId, ends, limits, expiry, false);
  }

  /** Creates the facts of a target that accepts every record and deletes none. */
  public TargetFacts(
      String name,
      String promise,
      @Nullable String topic,
      @Nullable String topicId,
      Map<Integer, Long> ends) {
    this(name, promise, topic, topicId, ends, RecordLimits.NONE, RecordExpiry.NONE);
  }

  /**
   * Returns the facts of a target that is not a topic.
   *
   * @param name name of the target in the configuration
   * @param promise the delivery guarantee in words that complete "target X promises"
   */
  public static TargetFacts notATopic(String name, String promise) {
    return new TargetFacts(name, promise, null, null, Map.of());
  }

  /** Returns a copy of these facts for a target in which each record names its partition. */
  public TargetFacts choosingPartitions() {
    return new TargetFacts(name, promise, topic, topicId, ends, limits, expiry, true);
  }

  /** Returns the partition count of the target's topic; 0 if the target is not a topic. */
  public int partitions() {
    return ends.size();
  }
}
