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

/** Asks the cluster where partitions end. Thread-safe. */
public final class PartitionEnds {
  private PartitionEnds() {}

  /**
   * The exclusive ends of partitions now: last stable offsets for {@code READ_COMMITTED}, high
   * watermarks for {@code READ_UNCOMMITTED}.
   *
   * @param limit how long to wait for the cluster
   * @throws org.apache.kafka.common.KafkaException when the cluster does not tell; a retry is safe
   */
  public static Map<TopicPartition, Long> of(
      Admin admin,
      Collection<TopicPartition> partitions,
      IsolationLevel isolation,
      Duration limit) {
    return offsets(admin, partitions, OffsetSpec.latest(), isolation, limit);
  }

  /** As {@link #of}, for any kind of offset. Timestamps without a record answer -1. */
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
