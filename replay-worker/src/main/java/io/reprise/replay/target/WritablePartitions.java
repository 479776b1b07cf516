package io.reprise.replay.target;

import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * The partitions that a shard may write under one lease: {@code [from, to)} of the target's topic,
 * and the partition to which the shard parks records. The claim of the shard fixes and names these
 * partitions. They stay the same if the topic gets more partitions later. A later owner of the slot
 * therefore knows where a transaction of this lease can hang.
 *
 * @param topic the target's topic; empty if the target is not a topic
 * @param from number of the first partition
 * @param to end of the partition numbers, exclusive
 * @param parked the partition of the parked topic; null if the shard parks no records
 */
public record WritablePartitions(String topic, int from, int to, @Nullable TopicPartition parked) {
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

  /** Creates the partitions of a shard that parks no records. */
  public WritablePartitions(String topic, int from, int to) {
    this(topic, from, to, null);
  }

  /** Returns these partitions and the partition to which the shard parks records. */
  public WritablePartitions withParked(TopicPartition partition) {
    return new WritablePartitions(topic, from, to, partition);
  }

  /** Returns one partition of a topic. */
  public static WritablePartitions one(String topic, int partition) {
    return new WritablePartitions(topic, partition, partition + 1);
  }

  /** Returns all partitions of a topic that has {@code count} partitions. */
  public static WritablePartitions all(String topic, int count) {
    return new WritablePartitions(topic, 0, count);
  }

  /** Returns the number of partitions of the target's topic that the shard may write. */
  public int count() {
    return to - from;
  }

  /** Returns whether the shard may write a partition. */
  public boolean contains(String otherTopic, int partition) {
    return topic.equals(otherTopic) && from <= partition && partition < to
        || parked != null && parked.topic().equals(otherTopic) && parked.partition() == partition;
  }

  /** Returns every partition that the shard may write. */
  public Set<TopicPartition> partitions() {
    var all = new HashSet<TopicPartition>();
    IntStream.range(from, to).forEach(number -> all.add(new TopicPartition(topic, number)));
    if (parked != null) {
      all.add(parked);
    }
    return all;
  }
}
