package io.reprise.ingest.service.index;

import io.reprise.ingest.service.topic.KafkaUnreachableException;
import io.reprise.kafka.client.KafkaAnswer;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads partitions up to where they end at the start of the reading, high watermark and not last
 * stable offset: what this service stored is not to be overlooked because of somebody's open
 * transaction. Joins no group.
 *
 * <p>Threading: confined to one caller, who closes it.
 */
public final class LogScan implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration ASK = Duration.ofSeconds(5);

  private final Admin admin;
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final Duration limit;
  private final BooleanSupplier stopped;

  /**
   * @param clientSettings Kafka's settings to reach the cluster
   * @param limit how long a scan may make no progress
   * @param stopped whether nobody waits for the scan any more
   */
  public LogScan(
      Admin admin, Map<String, Object> clientSettings, Duration limit, BooleanSupplier stopped) {
    this.admin = admin;
    this.limit = limit;
    this.stopped = stopped;
    var settings = new HashMap<>(clientSettings);
    settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
    settings.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) ASK.toMillis());
    settings.put(ConsumerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 250);
    this.consumer =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  /** Where partitions end now. */
  public Map<TopicPartition, Long> ends(Collection<TopicPartition> partitions) {
    return offsets(partitions, OffsetSpec.latest());
  }

  /** The first offsets at or after a time, by the records' timestamps; the end where none is. */
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
    var request = partitions.stream().collect(Collectors.toMap(p -> p, p -> spec));
    var options =
        new ListOffsetsOptions(IsolationLevel.READ_UNCOMMITTED).timeoutMs((int) ASK.toMillis());
    var offsets = new HashMap<TopicPartition, Long>();
    try {
      KafkaAnswer.of(admin.listOffsets(request, options).all(), ASK)
          .forEach((partition, info) -> offsets.put(partition, info.offset()));
      return offsets;
    } catch (KafkaException e) {
      throw new KafkaUnreachableException(e);
    }
  }

  /**
   * Hands over every record from {@code from} to {@code ends}, offsets by partition, half-open.
   *
   * @throws KafkaUnreachableException when there was no progress for as long as the limit
   */
  public void read(
      Map<TopicPartition, Long> from,
      Map<TopicPartition, Long> ends,
      Consumer<ConsumerRecord<byte[], byte[]>> each) {
    try {
      consumer.assign(from.keySet());
      from.forEach(consumer::seek);
      long progressNanos = System.nanoTime();
      while (!isAtEnd(ends)) {
        var records = consumer.poll(POLL);
        records.forEach(each);
        if (stopped.getAsBoolean()) {
          throw new KafkaUnreachableException(new IllegalStateException("the service is stopping"));
        }
        if (!records.isEmpty()) {
          progressNanos = System.nanoTime();
        } else if (System.nanoTime() - progressNanos > limit.toNanos()) {
          throw new KafkaUnreachableException(
              new IllegalStateException(
                  "no progress in reading %s to %s".formatted(positions(), ends)));
        }
      }
    } catch (KafkaException e) {
      throw new KafkaUnreachableException(e);
    }
  }

  private boolean isAtEnd(Map<TopicPartition, Long> ends) {
    return consumer.assignment().stream()
        .allMatch(p -> consumer.position(p) >= Objects.requireNonNullElse(ends.get(p), 0L));
  }

  private Map<TopicPartition, Long> positions() {
    return consumer.assignment().stream().collect(Collectors.toMap(p -> p, consumer::position));
  }

  @Override
  public void close() {
    consumer.close();
  }
}
