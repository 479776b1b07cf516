package io.reprise.compactor.fold;

import java.util.Map;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.state.Stores;

/**
 * The Kafka Streams topology of a compaction: one source, one processor with a state store, and two
 * sinks.
 */
final class FoldTopology {
  private static final String SOURCE = "events";
  private static final String FOLD = "fold";

  private FoldTopology() {}

  static Topology of(FoldContext context) {
    var topics = context.topics().compaction().topics();
    var states =
        Stores.keyValueStoreBuilder(
                Stores.persistentKeyValueStore(FoldProcessor.STORE),
                Serdes.Bytes(),
                Serdes.ByteArray())
            .withCachingEnabled()
            .withLoggingEnabled(
                Map.of("max.message.bytes", String.valueOf(context.topics().recordBytes())));
    return new Topology()
        .addSource(
            AutoOffsetReset.none(),
            SOURCE,
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer(),
            topics.source())
        .addProcessor(FOLD, () -> new FoldProcessor(context), SOURCE)
        .addStateStore(states, FOLD)
        .addSink(
            FoldProcessor.SNAPSHOTS,
            topics.name(),
            PartitionedKey.SERIALIZER,
            new ByteArraySerializer(),
            PartitionedKey.PARTITIONER,
            FOLD)
        .addSink(
            FoldProcessor.PARKED,
            topics.parked(),
            PartitionedKey.SERIALIZER,
            new ByteArraySerializer(),
            PartitionedKey.PARTITIONER,
            FOLD);
  }
}
