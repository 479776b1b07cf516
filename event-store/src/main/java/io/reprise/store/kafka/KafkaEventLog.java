package io.reprise.store.kafka;

import io.reprise.kafka.client.ConsumerRole;
import io.reprise.store.EventLog;
import io.reprise.store.KeyPartition;
import io.reprise.store.KeySelection;
import io.reprise.store.LogReader;
import io.reprise.store.OffsetRange;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.TopicPartition;

/**
 * An {@link EventLog} that reads from Kafka alone and does not know an archive. Each reader has its
 * own consumer.
 */
public final class KafkaEventLog implements EventLog {
  private static final int SMALL_FETCH_BYTES = 64 << 10;

  private final ConsumerRole role;

  /**
   * Creates a log without connecting to the cluster.
   *
   * @param clientSettings consumer settings by Kafka's names, at least {@code bootstrap.servers}.
   *     The settings for isolation level, group and offset reset are ignored: the log sets them
   *     itself, because a reader must return exactly the committed records of its range.
   */
  public KafkaEventLog(Map<String, Object> clientSettings) {
    this.role = ConsumerRole.rangeReader(clientSettings);
  }

  /**
   * Creates a log whose readers fetch only 64 KiB at a time, or one larger record batch. This saves
   * memory for a caller that has many readers open at the same time and reads few records from
   * each.
   *
   * @param clientSettings as for the constructor; the sizes of fetches are ignored
   */
  public static KafkaEventLog withSmallFetches(Map<String, Object> clientSettings) {
    var settings = new HashMap<>(clientSettings);
    settings.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, SMALL_FETCH_BYTES);
    settings.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, SMALL_FETCH_BYTES);
    settings.put(ConsumerConfig.RECEIVE_BUFFER_CONFIG, SMALL_FETCH_BYTES);
    return new KafkaEventLog(settings);
  }

  @Override
  public LogReader read(String topic, int partition, OffsetRange range, KeySelection keys) {
    return KafkaLogReader.open(role.open(), new TopicPartition(topic, partition), range);
  }

  @Override
  public LogReader read(String topic, byte[] key, OffsetRange range) {
    var consumer = role.open();
    try {
      int partition = KeyPartition.of(key, consumer.partitionsFor(topic).size());
      var whole = KafkaLogReader.open(consumer, new TopicPartition(topic, partition), range);
      return new KeyLogReader(whole, key);
    } catch (RuntimeException e) {
      consumer.close();
      throw e;
    }
  }

  /**
   * Asks the cluster for the number of the topic's partitions, and returns the partition that
   * Kafka's default partitioner chooses for {@code key}.
   */
  public int partitionOf(String topic, byte[] key) {
    try (var consumer = role.open()) {
      return KeyPartition.of(key, consumer.partitionsFor(topic).size());
    }
  }

  /**
   * Does nothing, because the consumers belong to the readers: each reader closes its own consumer.
   */
  @Override
  public void close() {}
}
