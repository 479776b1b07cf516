package io.reprise.store.kafka;

import io.reprise.kafka.client.ConsumerRole;
import io.reprise.store.EventLog;
import io.reprise.store.KeyPartition;
import io.reprise.store.KeySelection;
import io.reprise.store.LogReader;
import io.reprise.store.OffsetRange;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/** An {@link EventLog} over Kafka alone. */
public final class KafkaEventLog implements EventLog {
  private final ConsumerRole role;

  /**
   * @param clientSettings consumer settings by Kafka's names; {@code bootstrap.servers} at least.
   *     What a bounded read stands on (isolation, no group, no reset) cannot be overridden.
   */
  public KafkaEventLog(Map<String, Object> clientSettings) {
    this.role = ConsumerRole.rangeReader(clientSettings);
  }

  @Override
  public LogReader read(String topic, int partition, OffsetRange range, KeySelection keys) {
    return new KafkaLogReader(role.open(), new TopicPartition(topic, partition), range);
  }

  @Override
  public LogReader read(String topic, byte[] key, OffsetRange range) {
    var consumer = role.open();
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
    try (var consumer = role.open()) {
      return KeyPartition.of(key, consumer.partitionsFor(topic).size());
    }
  }

  /** Nothing is shared between readers: each owns its consumer. */
  @Override
  public void close() {}
}
