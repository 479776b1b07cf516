package io.reprise.replay.spec;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The topic and the offset range to replay.
 *
 * @param topic any topic; the format of its records does not matter
 * @param partitions the partitions to replay; empty for all
 * @param from start of the range, inclusive; the first readable offset when left out
 * @param to end of the range, exclusive; the end of the committed records when left out
 * @param onMissingOffsets what happens when offsets of the range are missing; FAIL when left out
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
