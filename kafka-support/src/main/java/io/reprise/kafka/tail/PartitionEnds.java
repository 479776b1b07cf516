package io.reprise.kafka.tail;

import io.reprise.kafka.client.KafkaAnswer;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;

/** Asks the cluster for offsets of partitions, such as their ends. Thread-safe. */
public final class PartitionEnds {
  private PartitionEnds() {}

  /**
   * Returns the current exclusive end of each partition: the last stable offset for {@code
   * READ_COMMITTED}, the high watermark for {@code READ_UNCOMMITTED}.
   *
   * @param limit longest time to wait for the cluster
   * @throws org.apache.kafka.common.KafkaException if the cluster answers with an error, or does
   *     not answer within the limit; a retry is safe
   */
  public static Map<TopicPartition, Long> of(
      Admin admin,
      Collection<TopicPartition> partitions,
      IsolationLevel isolation,
      Duration limit) {
    return offsets(admin, partitions, OffsetSpec.latest(), isolation, limit);
  }

  /**
   * Returns for each partition the offset that {@code spec} asks for, such as the earliest one or
   * the first one at or after a timestamp. For a timestamp, the offset is -1 if no record has this
   * timestamp or a later one. Waits and throws as {@link #of} does.
   */
  public static Map<TopicPartition, Long> offsets(
      Admin admin,
      Collection<TopicPartition> partitions,
      OffsetSpec spec,
      IsolationLevel isolation,
      Duration limit) {
    var request = partitions.stream().collect(Collectors.toMap(p -> p, p -> spec));
    var options = new ListOffsetsOptions(isolation).timeoutMs((int) limit.toMillis());
    return KafkaAnswer.of(admin.listOffsets(request, options).all(), limit).entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().offset()));
  }
}
