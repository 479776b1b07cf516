package io.reprise.compactor.fold;

import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.streams.processor.StreamPartitioner;
import org.jspecify.annotations.Nullable;

/**
 * A key and the partition to which its snapshot is written. That is the number of the partition in
 * which the key's events are, which Kafka's default partitioner might not choose.
 *
 * @param key the key; null for a parked event without a key
 */
record PartitionedKey(int partition, byte @Nullable [] key) {

  static final Serializer<PartitionedKey> SERIALIZER = (topic, routed) -> routed.key();

  static final StreamPartitioner<PartitionedKey, byte[]> PARTITIONER =
      (topic, routed, value, partitions) -> Optional.of(Set.of(routed.partition()));
}
