package io.reprise.local.audit;

import io.reprise.kafka.time.Deadline;
import io.reprise.kafka.time.Interruption;
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
  private static final Duration ADVANCE_LIMIT = Duration.ofMinutes(2);

  private final String bootstrapServers;

  public CommittedReader(String bootstrapServers) {
    this.bootstrapServers = bootstrapServers;
  }

  /**
   * Returns the range of each partition of the topic, from its first offset to its committed end at
   * the time of the call.
   */
  public List<AuditedRange> ranges(String topic) {
    return ranges(topic, "read_committed");
  }

  /**
   * Waits until no transaction is open in the topic. Requires that nobody writes to the topic.
   *
   * @throws IllegalStateException if a transaction is still open after the limit
   */
  public void awaitStable(String topic, Duration limit) {
    var deadline = Deadline.after(limit);
    while (true) {
      var committed = ranges(topic);
      var written = ranges(topic, "read_uncommitted");
      if (committed.equals(written)) {
        return;
      }
      if (deadline.isPassed()) {
        throw new IllegalStateException(
            "a transaction in topic %s is still open after %d s: committed %s, written %s"
                .formatted(topic, limit.toSeconds(), committed, written));
      }
      Interruption.sleep(WAIT);
    }
  }

  private List<AuditedRange> ranges(String topic, String isolation) {
    try (var consumer = consumer(isolation)) {
      var partitions =
          consumer.partitionsFor(topic).stream()
              .map(p -> new TopicPartition(topic, p.partition()))
              .toList();
      var starts = consumer.beginningOffsets(partitions);
      var ends = consumer.endOffsets(partitions);
      return partitions.stream()
          .map(p -> range(p, starts, ends))
          .sorted(java.util.Comparator.comparingInt(AuditedRange::partition))
          .toList();
    }
  }

  private static AuditedRange range(
      TopicPartition partition, Map<TopicPartition, Long> starts, Map<TopicPartition, Long> ends) {
    return new AuditedRange(
        partition.partition(),
        starts.getOrDefault(partition, 0L),
        ends.getOrDefault(partition, 0L));
  }

  /**
   * Passes every committed record of the range to {@code each}, in offset order. Returns when the
   * consumer's position has reached the end of the range.
   *
   * @throws IllegalStateException if the position does not advance for 2 minutes
   */
  public void read(
      String topic, AuditedRange range, Consumer<ConsumerRecord<byte[], byte[]>> each) {
    var partition = new TopicPartition(topic, range.partition());
    try (var consumer = consumer("read_committed")) {
      consumer.assign(List.of(partition));
      consumer.seek(partition, range.from());
      long position = range.from();
      var deadline = Deadline.after(ADVANCE_LIMIT);
      while (position < range.to()) {
        for (var record : consumer.poll(WAIT).records(partition)) {
          if (record.offset() < range.to()) {
            each.accept(record);
          }
        }
        long before = position;
        position = consumer.position(partition);
        if (position > before) {
          deadline = Deadline.after(ADVANCE_LIMIT);
        } else if (deadline.isPassed()) {
          throw new IllegalStateException(
              "no record of %s can be read from offset %d".formatted(partition, position));
        }
      }
    }
  }

  private KafkaConsumer<byte[], byte[]> consumer(String isolation) {
    return new KafkaConsumer<>(
        Map.of(
            "bootstrap.servers", bootstrapServers,
            "isolation.level", isolation,
            "auto.offset.reset", "none",
            "enable.auto.commit", "false",
            "max.poll.records", "5000"),
        new ByteArrayDeserializer(),
        new ByteArrayDeserializer());
  }
}
