package io.reprise.replay.journal;

import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/**
 * The partitions that a slot's last transaction may have written, as far as the slot's progress
 * records name them.
 *
 * @param partitions the partitions that are named; the progress topic is left out
 * @param isComplete false if a progress record names no partitions, because another version of
 *     Reprise wrote it. The transaction may then have written any partition of any target
 */
public record NamedPartitions(Set<TopicPartition> partitions, boolean isComplete) {
  static final NamedPartitions NONE = new NamedPartitions(Set.of(), true);
}
