package io.reprise.compactor.fold;

import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.streams.processor.StreamPartitioner;
import org.jspecify.annotations.Nullable;

/**
 * A key and the partition of the snapshot topic to which its snapshot is written. This partition
 * has the same number as the source partition that holds the key's events. Kafka's default
 * partitioner might choose another one.
 *
 * @param key the key; null for a parked event without a key
 */
record PartitionedKey(int partition, byte @Nullable [] key) {

  static final Serializer<PartitionedKey> SERIALIZER = (topic, routed) -> routed.key();

  static final StreamPartitioner<PartitionedKey, byte[]> PARTITIONER =
      (topic, routed, value, partitions) -> Optional.of(Set.of(routed.partition()));
}
