package io.reprise.compactor.fold;

import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.streams.processor.StreamPartitioner;
import org.jspecify.annotations.Nullable;

/**
 * A key and the partition that its record is written to: the partition of its events, which need
 * not be the one that a default partitioner chooses.
 *
 * @param key null for a parked event that has none
 */
record PartitionedKey(int partition, byte @Nullable [] key) {

  static final Serializer<PartitionedKey> SERIALIZER = (topic, routed) -> routed.key();

  static final StreamPartitioner<PartitionedKey, byte[]> PARTITIONER =
      (topic, routed, value, partitions) -> Optional.of(Set.of(routed.partition()));
}
