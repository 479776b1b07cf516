package io.reprise.local.audit;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads the committed records of offset ranges, without a consumer group. Thread-safe: each call
 * has its own consumer.
 */
public final class CommittedReader {
  private static final Duration WAIT = Duration.ofMillis(500);

  private final String bootstrapServers;

  public CommittedReader(String bootstrapServers) {
    this.bootstrapServers = bootstrapServers;
  }

  /**
   * Returns the range of each partition of the topic, from its first offset to its committed end at
   * the time of the call.
   */
  public List<PartitionRange> ranges(String topic) {
    try (var consumer = consumer()) {
      var partitions =
          consumer.partitionsFor(topic).stream()
              .map(p -> new TopicPartition(topic, p.partition()))
              .toList();
      var starts = consumer.beginningOffsets(partitions);
      var ends = consumer.endOffsets(partitions);
      return partitions.stream()
          .map(p -> range(p, starts, ends))
          .sorted(java.util.Comparator.comparingInt(PartitionRange::partition))
          .toList();
    }
  }

  private static PartitionRange range(
      TopicPartition partition, Map<TopicPartition, Long> starts, Map<TopicPartition, Long> ends) {
    return new PartitionRange(
        partition.partition(),
        starts.getOrDefault(partition, 0L),
        ends.getOrDefault(partition, 0L));
  }

  /**
   * Passes every committed record of the range to {@code each}, in offset order. Returns when the
   * consumer's position has reached the end of the range.
   */
  public void read(
      String topic, PartitionRange range, Consumer<ConsumerRecord<byte[], byte[]>> each) {
    var partition = new TopicPartition(topic, range.partition());
    try (var consumer = consumer()) {
      consumer.assign(List.of(partition));
      consumer.seek(partition, range.from());
      while (consumer.position(partition) < range.to()) {
        for (var record : consumer.poll(WAIT).records(partition)) {
          if (record.offset() < range.to()) {
            each.accept(record);
          }
        }
      }
    }
  }

  private KafkaConsumer<byte[], byte[]> consumer() {
    return new KafkaConsumer<>(
        Map.of(
            "bootstrap.servers", bootstrapServers,
            "isolation.level", "read_committed",
            "auto.offset.reset", "none",
            "enable.auto.commit", "false",
            "max.poll.records", "5000"),
        new ByteArrayDeserializer(),
        new ByteArrayDeserializer());
  }
}
