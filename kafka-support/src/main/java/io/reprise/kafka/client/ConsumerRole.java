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
 * The settings of a Kafka consumer for one use, such as reading one offset range; such a use is
 * called a role. In no role does the consumer commit offsets automatically. Immutable and
 * thread-safe.
 */
public final class ConsumerRole {
  private static final int RECONNECT_WITHIN_MILLIS = 250;

  private final Map<String, Object> settings;

  private ConsumerRole(Map<String, Object> settings) {
    this.settings = Map.copyOf(settings);
  }

  /**
   * Returns the role of a consumer that tails partitions of a control topic: it reads them to their
   * end and then on, as they grow. The consumer joins no group. It starts at the earliest offset if
   * the caller sets no position, and notices a change of a partition's leader within some seconds.
   *
   * @param clientSettings Kafka's settings to reach the cluster
   * @param isolation {@code READ_COMMITTED} to get only committed records; {@code READ_UNCOMMITTED}
   *     to get records of open and aborted transactions too
   */
  public static ConsumerRole tail(Map<String, Object> clientSettings, IsolationLevel isolation) {
    return fromLeader(withoutGroup(clientSettings, isolation))
        .with(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest")
        .with(ConsumerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, RECONNECT_WITHIN_MILLIS)
        .with(ConsumerConfig.METADATA_MAX_AGE_CONFIG, 10_000);
  }

  /**
   * Returns the role of a consumer that reads partitions from given offsets once. The consumer
   * joins no group. If it is to read an offset that the log does not have, it throws an exception,
   * and never continues at another offset.
   *
   * @param clientSettings Kafka's settings to reach the cluster
   * @param isolation {@code READ_COMMITTED} to get only committed records; {@code READ_UNCOMMITTED}
   *     to get records of open and aborted transactions too
   * @param answerWithin longest time that a call of the consumer waits for the cluster
   */
  public static ConsumerRole scan(
      Map<String, Object> clientSettings, IsolationLevel isolation, Duration answerWithin) {
    return fromLeader(withoutGroup(clientSettings, isolation))
        .with(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none")
        .with(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) answerWithin.toMillis());
  }

  /**
   * Returns the role of a consumer that reads one offset range of a source topic at full speed. It
   * reports no metrics, because it exists only for this one range. It is the only role that reads
   * from a replica in its own rack ({@code client.rack}) instead of the leader.
   *
   * <p>{@code clientSettings} may override the sizes of fetches and the settings for metrics. They
   * cannot override what a bounded read depends on: the isolation level, no group, no offset reset,
   * no creation of topics.
   */
  public static ConsumerRole rangeReader(Map<String, Object> clientSettings) {
    var settings = new HashMap<String, Object>();
    // The garbage collector copies what a reader has in use: the buffer of the fetch that is being
    // returned, and all records of the last poll. With fetches of 4 MiB, buffers were four fifths
    // of what each collection of a replay worker copied. Most fetches of 1 MiB are returned by one
    // poll. The buffer is then free before the records are processed, and the broker sends the next
    // fetch during that time.
    settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 2_000);
    settings.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, 1 << 20);
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
   * Returns the role of a consumer that is a member of a group. Such a consumer commits offsets as
   * part of a transaction, or not at all.
   *
   * @param clientSettings Kafka's settings to reach the cluster
   * @param group id of the consumer group
   */
  public static ConsumerRole member(Map<String, Object> clientSettings, String group) {
    return fromLeader(withoutGroup(clientSettings, IsolationLevel.READ_COMMITTED))
        .with(ConsumerConfig.GROUP_ID_CONFIG, group)
        .with(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest")
        .with(ConsumerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, RECONNECT_WITHIN_MILLIS)
        .with(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 200);
  }

  /**
   * Returns a copy of the role that reads from leaders. A follower learns of new records later than
   * the leader, and whoever reads a control topic waits for the newest ones.
   */
  private static ConsumerRole fromLeader(ConsumerRole role) {
    var changed = new HashMap<>(role.settings);
    changed.remove(ConsumerConfig.CLIENT_RACK_CONFIG);
    return new ConsumerRole(changed);
  }

  private static ConsumerRole withoutGroup(
      Map<String, Object> clientSettings, IsolationLevel isolation) {
    return new ConsumerRole(clientSettings)
        .with(ConsumerConfig.ISOLATION_LEVEL_CONFIG, isolation.toString().toLowerCase(Locale.ROOT))
        .with(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
  }

  /**
   * Returns a copy of this role in which the setting with Kafka's name {@code name} has the value
   * {@code value}.
   */
  public ConsumerRole with(String name, Object value) {
    var changed = new HashMap<>(settings);
    changed.put(name, value);
    return new ConsumerRole(changed);
  }

  /** Returns the settings of this role, by their names in Kafka. */
  public Map<String, Object> asMap() {
    return settings;
  }

  /**
   * Creates a consumer. The caller closes it.
   *
   * @throws org.apache.kafka.common.KafkaException if Kafka refuses a setting; the message or the
   *     cause names the setting
   */
  public KafkaConsumer<byte[], byte[]> open() {
    return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }
}
