package io.reprise.replay.target;

import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.common.TopicPartition;

/**
 * The target partitions that a shard may write under one lease: {@code [from, to)} of one topic.
 * The claim of the shard fixes and names these partitions. They stay the same if the topic gets
 * more partitions later. A later owner of the slot therefore knows where a transaction of this
 * lease can hang.
 *
 * @param topic the target's topic; empty if the target is not a topic
 * @param from number of the first partition
 * @param to end of the partition numbers, exclusive
 */
public record WritablePartitions(String topic, int from, int to) {
  /**
   * No partition. Used if the target is not a topic, or if the shard delivers nothing under this
   * lease.
   */
  public static final WritablePartitions NONE = new WritablePartitions("", 0, 0);

  public WritablePartitions {
    if (from < 0 || to < from || topic.isEmpty() != (from == to)) {
      throw new IllegalArgumentException(
          "partitions [%d, %d) of topic '%s' are not a range".formatted(from, to, topic));
    }
  }

  /** Returns one partition of a topic. */
  public static WritablePartitions one(String topic, int partition) {
    return new WritablePartitions(topic, partition, partition + 1);
  }

  /** Returns all partitions of a topic that has {@code count} partitions. */
  public static WritablePartitions all(String topic, int count) {
    return new WritablePartitions(topic, 0, count);
  }

  /** Returns the number of partitions that the shard may write. */
  public int count() {
    return to - from;
  }

  /** Returns whether the shard may write a partition. */
  public boolean contains(String otherTopic, int partition) {
    return topic.equals(otherTopic) && from <= partition && partition < to;
  }

  /** Returns every partition that the shard may write. */
  public Set<TopicPartition> partitions() {
    return IntStream.range(from, to)
        .mapToObj(partition -> new TopicPartition(topic, partition))
        .collect(Collectors.toSet());
  }
}
