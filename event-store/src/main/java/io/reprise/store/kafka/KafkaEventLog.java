package io.reprise.store.kafka;

import io.reprise.store.EventLog;
import io.reprise.store.KeyPartition;
import io.reprise.store.KeySelection;
import io.reprise.store.LogReader;
import io.reprise.store.OffsetRange;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** An {@link EventLog} over Kafka alone. */
public final class KafkaEventLog implements EventLog {
  private final Map<String, Object> settings;

  /**
   * @param clientSettings consumer settings by Kafka's names; {@code bootstrap.servers} at least.
   *     What a bounded read stands on (isolation, no group, no reset) cannot be overridden.
   */
  public KafkaEventLog(Map<String, Object> clientSettings) {
    var merged = new HashMap<String, Object>();
    // Records of one poll are alive together, and every collection meanwhile copies them: of 1,000
    // it had a third less to do than of 4,000.
    merged.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 1_000);
    merged.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, 4 << 20);
    merged.put(ConsumerConfig.RECEIVE_BUFFER_CONFIG, 1 << 20);
    // A reader lives for one range. An MBean for each of its metrics costs more than it tells.
    merged.put(ConsumerConfig.METRIC_REPORTER_CLASSES_CONFIG, "");
    merged.put(ConsumerConfig.ENABLE_METRICS_PUSH_CONFIG, false);
    merged.putAll(clientSettings);
    merged.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    merged.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
    merged.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
    merged.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false");
    merged.remove(ConsumerConfig.GROUP_ID_CONFIG);
    this.settings = Map.copyOf(merged);
  }

  @Override
  public LogReader read(String topic, int partition, OffsetRange range, KeySelection keys) {
    return new KafkaLogReader(newConsumer(), new TopicPartition(topic, partition), range);
  }

  @Override
  public LogReader read(String topic, byte[] key, OffsetRange range) {
    var consumer = newConsumer();
    try {
      int partition = KeyPartition.of(key, consumer.partitionsFor(topic).size());
      var whole = new KafkaLogReader(consumer, new TopicPartition(topic, partition), range);
      return new KeyLogReader(whole, key);
    } catch (RuntimeException e) {
      consumer.close();
      throw e;
    }
  }

  /** Where Kafka's default partitioner puts {@code key}; asks the cluster. */
  public int partitionOf(String topic, byte[] key) {
    try (var consumer = newConsumer()) {
      return KeyPartition.of(key, consumer.partitionsFor(topic).size());
    }
  }

  private KafkaConsumer<byte[], byte[]> newConsumer() {
    return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  /** Nothing is shared between readers: each owns its consumer. */
  @Override
  public void close() {}
}
