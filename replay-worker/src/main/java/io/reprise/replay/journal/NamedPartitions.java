package io.reprise.replay.journal;

import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/**
 * The partitions that the progress records of a slot name as written by its last transaction.
 *
 * @param partitions the partitions, outside the progress topic
 * @param isComplete false if a record names none, because another version wrote it: the transaction
 *     may then have written any partition of any target
 */
public record NamedPartitions(Set<TopicPartition> partitions, boolean isComplete) {
  static final NamedPartitions NONE = new NamedPartitions(Set.of(), true);
}
