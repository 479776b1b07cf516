package io.reprise.trials.bench.control;

import java.time.Duration;
import java.util.Map;
import java.util.NavigableMap;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads the times at which records were appended to a topic, including records that are not
 * committed. The topic must have {@code message.timestamp.type=LogAppendTime}. Times are the
 * broker's, in milliseconds since the epoch. Confined to one thread; the caller closes it.
 */
final class AppendLog implements AutoCloseable {
  private static final Duration WAIT = Duration.ofMillis(20);

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final NavigableMap<Long, Integer> appended = new TreeMap<>();

  AppendLog(String bootstrapServers, String topic) {
    this.consumer =
        new KafkaConsumer<>(
            Map.of(
                "bootstrap.servers", bootstrapServers,
                "isolation.level", "read_uncommitted",
                "enable.auto.commit", "false"),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
    var partitions =
        consumer.partitionsFor(topic).stream()
            .map(p -> new TopicPartition(topic, p.partition()))
            .collect(Collectors.toSet());
    consumer.assign(partitions);
    consumer.seekToEnd(partitions);
    partitions.forEach(consumer::position);
  }

  /** Reads all records that were appended before this call. */
  void catchUp() {
    var ends = consumer.endOffsets(consumer.assignment());
    while (ends.entrySet().stream().anyMatch(e -> consumer.position(e.getKey()) < e.getValue())) {
      for (var record : consumer.poll(WAIT)) {
        appended.merge(record.timestamp(), 1, Integer::sum);
      }
    }
  }

  /** Returns the time of the first append at or after {@code millis}; empty if there is none. */
  OptionalLong firstFrom(long millis) {
    var found = appended.ceilingKey(millis);
    return found == null ? OptionalLong.empty() : OptionalLong.of(found);
  }

  /** Returns the time of the last append, if it was at or after {@code millis}; empty otherwise. */
  OptionalLong lastFrom(long millis) {
    return appended.isEmpty() || appended.lastKey() < millis
        ? OptionalLong.empty()
        : OptionalLong.of(appended.lastKey());
  }

  /** Returns the number of records appended at or after {@code from} and before {@code to}. */
  long countBetween(long from, long to) {
    return appended.subMap(from, to).values().stream().mapToLong(Integer::longValue).sum();
  }

  @Override
  public void close() {
    consumer.close();
  }
}
