package io.reprise.ingest.service.index;

import io.reprise.ingest.service.topic.KafkaUnreachableException;
import io.reprise.kafka.client.ConsumerRole;
import io.reprise.kafka.tail.NonTransactionalReader;
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
 * otherwise a scan would miss records that this service stored above an open transaction of another
 * producer. Such a transaction may hang for ever, so a scan never waits for it:
 *
 * <ul>
 *   <li>Below the last stable offset, a scan reads the committed records.
 *   <li>From the last stable offset on, a scan reads the records that were written outside
 *       transactions, and skips the others.
 * </ul>
 *
 * <p>A scan finds every record of this service, because the service writes events and index records
 * outside transactions: below the high watermark such a record is stored for good, and no abort can
 * remove it. A record of a transaction must be skipped, because the transaction may yet abort. If
 * the id of such a record were noted, an event with the same id would be acknowledged as a
 * duplicate although no event is stored: the event would be lost. A plain {@code read_uncommitted}
 * consumer would return such records, so it cannot be used. The service does not promise to
 * recognise events that other producers write into the topic.
 *
 * <p>Joins no consumer group.
 *
 * <p>Threading: confined to one caller, who closes the scan.
 */
public final class LogScan implements AutoCloseable {
  private static final Duration ASK = Duration.ofSeconds(5);

  private final Admin admin;
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final NonTransactionalReader unstable;
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
    this.unstable = new NonTransactionalReader(admin, clientSettings);
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
   * Passes the records from {@code from} (inclusive) to {@code ends} (exclusive) to {@code each}:
   * those that are committed, and above the last stable offset those outside transactions.
   *
   * @param ends exclusive ends, not above the high watermarks
   * @throws KafkaUnreachableException if no record arrived for as long as the limit, or the scan
   *     was stopped
   */
  public void read(
      Map<TopicPartition, Long> from,
      Map<TopicPartition, Long> ends,
      Consumer<ConsumerRecord<byte[], byte[]>> each) {
    try {
      var committed = PartitionEnds.of(admin, from.keySet(), IsolationLevel.READ_COMMITTED, ASK);
      committed.replaceAll((partition, end) -> Math.min(end, ends.getOrDefault(partition, 0L)));
      consumer.assign(from.keySet());
      from.forEach(consumer::seek);
      PartitionScan.readWhileProgressing(
          consumer, committed, limit, batch -> handOver(batch, each));
      for (var partition : from.keySet()) {
        readUnstable(partition, ends.getOrDefault(partition, 0L), each);
      }
    } catch (KafkaException e) {
      throw new KafkaUnreachableException(e);
    }
  }

  /**
   * Reads a partition from the consumer's position on, in the part of the log where transactions
   * may be open.
   */
  private void readUnstable(
      TopicPartition partition, long end, Consumer<ConsumerRecord<byte[], byte[]>> each) {
    requireWanted();
    long from = consumer.position(partition);
    if (from < end) {
      unstable.read(partition, from, end, limit, each);
    }
  }

  private void handOver(
      ConsumerRecords<byte[], byte[]> batch, Consumer<ConsumerRecord<byte[], byte[]>> each) {
    batch.forEach(each);
    requireWanted();
  }

  private void requireWanted() {
    if (stopped.getAsBoolean()) {
      throw new KafkaUnreachableException(new IllegalStateException("the service is stopping"));
    }
  }

  @Override
  public void close() {
    consumer.close();
  }
}
