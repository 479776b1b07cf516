package io.reprise.kafka.client;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Settings of a producer by the role that it has. Immutable and thread-safe. */
public final class ProducerRole {
  private final Map<String, Object> settings;

  private ProducerRole(Map<String, Object> settings) {
    this.settings = Map.copyOf(settings);
  }

  /**
   * Stores each record once on all in-sync replicas, without transactions.
   *
   * @param clientSettings Kafka's settings to reach the cluster
   * @param deliverWithin when an unacknowledged send fails; the record may be stored nevertheless
   */
  public static ProducerRole idempotent(
      Map<String, Object> clientSettings, Duration deliverWithin) {
    return new ProducerRole(clientSettings)
        .with(ProducerConfig.ACKS_CONFIG, "all")
        .with(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true)
        .with(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, millis(deliverWithin));
  }

  /**
   * Writes transactions. After any exception the outcome of the open transaction is unknown: close
   * the producer, open another under the same id, and read what was committed.
   *
   * @param clientSettings Kafka's settings to reach the cluster
   * @param transactionalId opening a second producer under it fences the first
   * @param timeout after it the broker aborts an open transaction, and blocking calls and sends
   *     fail
   */
  public static ProducerRole transactional(
      Map<String, Object> clientSettings, String transactionalId, Duration timeout) {
    return new ProducerRole(clientSettings)
        .with(ProducerConfig.TRANSACTIONAL_ID_CONFIG, transactionalId)
        .with(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, millis(timeout))
        .with(ProducerConfig.MAX_BLOCK_MS_CONFIG, timeout.toMillis())
        .with(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, millis(timeout) / 2)
        .with(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, millis(timeout))
        .with(ProducerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 250)
        // With Kafka's default of 100 ms, initTransactions and the first
        // sendOffsetsToTransaction of a producer take about 120 ms each, even on an idle broker.
        // With 5 ms they take about 25 ms.
        .with(ProducerConfig.RETRY_BACKOFF_MS_CONFIG, 5)
        .with(ProducerConfig.RETRY_BACKOFF_MAX_MS_CONFIG, 250);
  }

  /** The same role with requests that are answered or repeated within a time. */
  public ProducerRole requestsWithin(Duration limit) {
    return with(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, millis(limit));
  }

  /** The same role with a time that a record waits for others of its batch. */
  public ProducerRole lingering(Duration linger) {
    return with(ProducerConfig.LINGER_MS_CONFIG, millis(linger));
  }

  /** The same role with a largest size of a request, and so of a record. */
  public ProducerRole largestRequest(int bytes) {
    return with(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, bytes);
  }

  /** The same role without metrics, for a producer that lives for a short time only. */
  public ProducerRole withoutMetrics() {
    return withDefault(ProducerConfig.METRIC_REPORTER_CLASSES_CONFIG, "")
        .withDefault(ProducerConfig.ENABLE_METRICS_PUSH_CONFIG, false);
  }

  /** The same role with one setting, by Kafka's name, added or replaced. */
  public ProducerRole with(String name, Object value) {
    var changed = new HashMap<>(settings);
    changed.put(name, value);
    return new ProducerRole(changed);
  }

  /** The same role with one setting, unless the settings to reach the cluster have it already. */
  public ProducerRole withDefault(String name, Object value) {
    return settings.containsKey(name) ? this : with(name, value);
  }

  private static int millis(Duration time) {
    return (int) Math.min(Integer.MAX_VALUE, time.toMillis());
  }

  /** The settings by Kafka's names. */
  public Map<String, Object> asMap() {
    return settings;
  }

  /**
   * Creates a producer. The caller closes it.
   *
   * @throws org.apache.kafka.common.KafkaException naming the setting that Kafka refuses
   */
  public KafkaProducer<byte[], byte[]> open() {
    return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
  }
}
