package io.reprise.ingest.service.index;

import io.reprise.ingest.service.topic.KafkaUnreachableException;
import io.reprise.kafka.client.ConsumerRole;
import io.reprise.kafka.tail.PartitionEnds;
import io.reprise.kafka.tail.PartitionScan;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/**
 * Reads partitions up to fixed ends. An end is the high watermark, not the last stable offset:
 * otherwise a scan would miss events that this service stored above an open transaction of another
 * producer. The scan reads committed records only, so it waits, up to its limit, for open
 * transactions to end. Joins no consumer group.
 *
 * <p>Threading: confined to one caller, who closes the scan.
 */
public final class LogScan implements AutoCloseable {
  private static final Duration ASK = Duration.ofSeconds(5);

  private final Admin admin;
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final Duration limit;
  private final BooleanSupplier stopped;

  /**
   * Creates a scan that has read nothing yet.
   *
   * @param clientSettings Kafka's settings to reach the cluster
   * @param limit how long a scan may make no progress
   * @param stopped returns true if the result of the scan is no longer needed; the scan then ends
   *     with an exception
   */
  public LogScan(
      Admin admin, Map<String, Object> clientSettings, Duration limit, BooleanSupplier stopped) {
    this.admin = admin;
    this.limit = limit;
    this.stopped = stopped;
    this.consumer =
        ConsumerRole.scan(clientSettings, IsolationLevel.READ_COMMITTED, ASK)
            .with(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest")
            .with(ConsumerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 250)
            .open();
  }

  /** Returns the current ends of partitions, exclusive: their high watermarks. */
  public Map<TopicPartition, Long> ends(Collection<TopicPartition> partitions) {
    return offsets(partitions, OffsetSpec.latest());
  }

  /**
   * Returns for each partition the offset of the first record whose timestamp is at or after a
   * time, or the partition's end if there is no such record.
   */
  public Map<TopicPartition, Long> since(Collection<TopicPartition> partitions, long epochMillis) {
    var found = offsets(partitions, OffsetSpec.forTimestamp(Math.max(0, epochMillis)));
    if (found.values().stream().allMatch(offset -> offset >= 0)) {
      return found;
    }
    var ends = ends(partitions);
    found.replaceAll((p, offset) -> offset >= 0 ? offset : ends.getOrDefault(p, 0L));
    return found;
  }

  private Map<TopicPartition, Long> offsets(
      Collection<TopicPartition> partitions, OffsetSpec spec) {
    try {
      return new HashMap<>(
          PartitionEnds.offsets(admin, partitions, spec, IsolationLevel.READ_UNCOMMITTED, ASK));
    } catch (KafkaException e) {
      throw new KafkaUnreachableException(e);
    }
  }

  /**
   * Passes every record from {@code from} (inclusive) to {@code ends} (exclusive) to {@code each}.
   *
   * @throws KafkaUnreachableException if no record arrived for as long as the limit, or the scan
   *     was stopped
   */
  public void read(
      Map<TopicPartition, Long> from,
      Map<TopicPartition, Long> ends,
      Consumer<ConsumerRecord<byte[], byte[]>> each) {
    try {
      consumer.assign(from.keySet());
      from.forEach(consumer::seek);
      PartitionScan.readWhileProgressing(consumer, ends, limit, batch -> handOver(batch, each));
    } catch (KafkaException e) {
      throw new KafkaUnreachableException(e);
    }
  }

  private void handOver(
      ConsumerRecords<byte[], byte[]> batch, Consumer<ConsumerRecord<byte[], byte[]>> each) {
    batch.forEach(each);
    if (stopped.getAsBoolean()) {
      throw new KafkaUnreachableException(new IllegalStateException("the service is stopping"));
    }
  }

  @Override
  public void close() {
    consumer.close();
  }
}
