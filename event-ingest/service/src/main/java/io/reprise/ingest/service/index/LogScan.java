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
 * Reads partitions up to fixed ends, and finds every record that this service has written there.
 * The service writes events and index records outside transactions. Below the high watermark such a
 * record is stored for good: no abort can remove it.
 *
 * <p>The end of a partition is its high watermark. A scan up to the last stable offset would miss
 * records that this service stored above the start of an open transaction of another producer. Such
 * a transaction may hang for ever, so a scan never waits for its end:
 *
 * <ul>
 *   <li>Below the last stable offset, a scan reads the committed records.
 *   <li>From the last stable offset on, a scan reads the records that were written outside
 *       transactions, and skips the records of transactions.
 * </ul>
 *
 * <p>A record of an open transaction must be skipped, because the transaction may still abort. If
 * the id of such a record were noted and the transaction aborted, a later event with this id would
 * be acknowledged as a duplicate although no event is stored: the event would be lost. A plain
 * {@code read_uncommitted} consumer returns the records of open transactions, so such a consumer
 * cannot be used.
 *
 * <p>The service does not promise to recognise repetitions of events that other producers wrote
 * into the topic.
 *
 * <p>A scan joins no consumer group. A scan is confined to one caller, who closes the scan.
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
   * @param limit how long a scan waits for the next record before the scan fails
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
   * Passes the records from {@code from} (inclusive) to {@code ends} (exclusive) to {@code each}.
   * Below the last stable offset of a partition, these are the committed records. From the last
   * stable offset on, these are the records that were written outside transactions.
   *
   * @param ends exclusive ends, not above the high watermarks
   * @throws KafkaUnreachableException if Kafka does not answer, if no record arrived for as long as
   *     the scan's limit, or if the scan was stopped
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
   * Reads the part of a partition in which transactions may be open: the offsets from the
   * consumer's position to {@code end}, exclusive.
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
