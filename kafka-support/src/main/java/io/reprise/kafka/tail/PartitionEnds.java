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

/** Asks the cluster for the ends and other offsets of partitions. Thread-safe. */
public final class PartitionEnds {
  private PartitionEnds() {}

  /**
   * Returns the current exclusive ends of partitions: last stable offsets for {@code
   * READ_COMMITTED}, high watermarks for {@code READ_UNCOMMITTED}.
   *
   * @param limit longest time to wait for the cluster
   * @throws org.apache.kafka.common.KafkaException if the cluster answers with an error or not
   *     within the limit; a retry is safe
   */
  public static Map<TopicPartition, Long> of(
      Admin admin,
      Collection<TopicPartition> partitions,
      IsolationLevel isolation,
      Duration limit) {
    return offsets(admin, partitions, OffsetSpec.latest(), isolation, limit);
  }

  /**
   * Returns offsets of the kind that {@code spec} names, with the limits and errors of {@link #of}.
   * The offset for a timestamp is -1 if no record has that timestamp or a later one.
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
