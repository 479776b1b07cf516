package io.reprise.kafka.client;

import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Settings of a consumer by the role that it has. No role commits offsets by itself. Immutable and
 * thread-safe.
 */
public final class ConsumerRole {
  private static final int RECONNECT_WITHIN_MILLIS = 250;

  private final Map<String, Object> settings;

  private ConsumerRole(Map<String, Object> settings) {
    this.settings = Map.copyOf(settings);
  }

  /**
   * Follows partitions of a control topic without a group: reads from the earliest offset where
   * none was given, and finds new leaders fast.
   *
   * @param clientSettings Kafka's settings to reach the cluster
   * @param isolation whether records of transactions that are open or aborted are read too
   */
  public static ConsumerRole tail(Map<String, Object> clientSettings, IsolationLevel isolation) {
    return withoutGroup(clientSettings, isolation)
        .with(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest")
        .with(ConsumerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, RECONNECT_WITHIN_MILLIS)
        .with(ConsumerConfig.METADATA_MAX_AGE_CONFIG, 10_000);
  }

  /**
   * Reads given offsets of partitions once, without a group. An offset that is not in the log is an
   * error and is never skipped.
   *
   * @param clientSettings Kafka's settings to reach the cluster
   * @param isolation whether records of transactions that are open or aborted are read too
   * @param answerWithin how long a call of the consumer may wait for the cluster
   */
  public static ConsumerRole scan(
      Map<String, Object> clientSettings, IsolationLevel isolation, Duration answerWithin) {
    return withoutGroup(clientSettings, isolation)
        .with(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none")
        .with(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) answerWithin.toMillis());
  }

  /**
   * Reads one range of a data topic at full speed: large fetches, and no metrics, because the
   * consumer lives for that range only. The sizes and the metrics can be overridden by {@code
   * clientSettings}. What a bounded read depends on (isolation, no group, no reset, no new topics)
   * cannot.
   */
  public static ConsumerRole rangeReader(Map<String, Object> clientSettings) {
    var settings = new HashMap<String, Object>();
    // The records of one poll are live together, and each garbage collection in that time copies
    // them: with 1,000 records a collection had a third less to copy than with 4,000.
    settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 1_000);
    settings.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, 4 << 20);
    settings.put(ConsumerConfig.RECEIVE_BUFFER_CONFIG, 1 << 20);
    settings.put(ConsumerConfig.METRIC_REPORTER_CLASSES_CONFIG, "");
    settings.put(ConsumerConfig.ENABLE_METRICS_PUSH_CONFIG, false);
    settings.putAll(clientSettings);
    settings.remove(ConsumerConfig.GROUP_ID_CONFIG);
    return withoutGroup(settings, IsolationLevel.READ_COMMITTED)
        .with(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none")
        .with(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false");
  }

  /**
   * A member of a group that commits through transactions or not at all.
   *
   * @param clientSettings Kafka's settings to reach the cluster
   */
  public static ConsumerRole member(Map<String, Object> clientSettings, String group) {
    return withoutGroup(clientSettings, IsolationLevel.READ_COMMITTED)
        .with(ConsumerConfig.GROUP_ID_CONFIG, group)
        .with(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest")
        .with(ConsumerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, RECONNECT_WITHIN_MILLIS)
        .with(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 200);
  }

  private static ConsumerRole withoutGroup(
      Map<String, Object> clientSettings, IsolationLevel isolation) {
    return new ConsumerRole(clientSettings)
        .with(ConsumerConfig.ISOLATION_LEVEL_CONFIG, isolation.toString().toLowerCase(Locale.ROOT))
        .with(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
  }

  /** The same role with one setting, by Kafka's name, added or replaced. */
  public ConsumerRole with(String name, Object value) {
    var changed = new HashMap<>(settings);
    changed.put(name, value);
    return new ConsumerRole(changed);
  }

  /** The settings by Kafka's names. */
  public Map<String, Object> asMap() {
    return settings;
  }

  /**
   * Creates a consumer. The caller closes it.
   *
   * @throws org.apache.kafka.common.KafkaException naming the setting that Kafka refuses
   */
  public KafkaConsumer<byte[], byte[]> open() {
    return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }
}
