package io.reprise.replay.browse;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * For each partition of a topic, the offset of the first record whose timestamp is at or after a
 * time.
 *
 * @param partitions the partitions in the order of their numbers
 */
public record TimeOffsets(String topic, Instant time, List<PartitionOffset> partitions) {
  /**
   * The offset of one partition.
   *
   * @param offset the committed end if the partition has no record at or after the time
   */
  public record PartitionOffset(int partition, long offset) {}

  static TimeOffsets of(String topic, Instant time, Map<Integer, Long> offsets) {
    return new TimeOffsets(
        topic,
        time,
        offsets.entrySet().stream()
            .sorted(Map.Entry.comparingByKey())
            .map(e -> new PartitionOffset(e.getKey(), e.getValue()))
            .toList());
  }
}
