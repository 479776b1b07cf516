package io.reprise.replay.spec;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which offsets of which topic.
 *
 * @param topic any topic, with any bytes in it
 * @param partitions the partitions wanted; empty for all
 * @param from where to start; the earliest offset when left out
 * @param to where to stop, exclusive; the committed end when left out
 * @param onMissingOffsets FAIL when left out
 */
public record SourceRange(
    String topic,
    List<Integer> partitions,
    RangeBound from,
    RangeBound to,
    OnMissingOffsets onMissingOffsets) {

  public SourceRange(
      @Nullable String topic,
      @Nullable List<Integer> partitions,
      @Nullable RangeBound from,
      @Nullable RangeBound to,
      @Nullable OnMissingOffsets onMissingOffsets) {
    if (topic == null || topic.isBlank()) {
      throw new InvalidSpecException("source.topic is missing: name the topic to replay");
    }
    this.topic = topic;
    this.partitions =
        partitions == null ? List.of() : partitions.stream().distinct().sorted().toList();
    this.from = from == null ? new RangeBound.Earliest() : from;
    this.to = to == null ? new RangeBound.Latest() : to;
    this.onMissingOffsets = onMissingOffsets == null ? OnMissingOffsets.FAIL : onMissingOffsets;
  }
}
