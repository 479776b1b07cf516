package io.reprise.kafka.client;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * The settings of a Kafka producer for one use, such as writing in transactions; such a use is
 * called a role. Immutable and thread-safe.
 */
public final class ProducerRole {
  private final Map<String, Object> settings;

  private ProducerRole(Map<String, Object> settings) {
    this.settings = Map.copyOf(settings);
  }

  /**
   * Returns the role of a producer without transactions. The producer stores each record once, and
   * a send succeeds only when all in-sync replicas have the record.
   *
   * @param clientSettings Kafka's settings to reach the cluster
   * @param deliverWithin time after which a send without acknowledgement fails; the record may be
   *     stored nevertheless
   */
  public static ProducerRole idempotent(
      Map<String, Object> clientSettings, Duration deliverWithin) {
    return new ProducerRole(clientSettings)
        .with(ProducerConfig.ACKS_CONFIG, "all")
        .with(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true)
        .with(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, millis(deliverWithin));
  }

  /**
   * Returns the role of a producer that writes in transactions. After any exception of the
   * producer, it is unknown whether its open transaction was committed. The caller must then close
   * the producer, open another one with the same transactional id, and read which records were
   * committed.
   *
   * @param clientSettings Kafka's settings to reach the cluster
   * @param transactionalId the producer's transactional id in Kafka. A second producer with the
   *     same id fences the first one
   * @param timeout time after which the broker aborts an open transaction, and after which blocking
   *     calls and sends fail
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
        // With Kafka's default back-off of 100 ms, initTransactions and the first
        // sendOffsetsToTransaction of a producer take about 120 ms each, even on an idle broker.
        // With 5 ms they take about 25 ms.
        .with(ProducerConfig.RETRY_BACKOFF_MS_CONFIG, 5)
        .with(ProducerConfig.RETRY_BACKOFF_MAX_MS_CONFIG, 250);
  }

  /**
   * Returns a copy of this role in which a request that has no answer within {@code limit} is
   * repeated, or fails.
   */
  public ProducerRole requestsWithin(Duration limit) {
    return with(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, millis(limit));
  }

  /**
   * Returns a copy of this role in which the producer waits for {@code linger} before it sends a
   * batch, so that more records fit into the batch.
   */
  public ProducerRole lingering(Duration linger) {
    return with(ProducerConfig.LINGER_MS_CONFIG, millis(linger));
  }

  /**
   * Returns a copy of this role in which no request of the producer, and therefore no record, may
   * be larger than {@code bytes}.
   */
  public ProducerRole largestRequest(int bytes) {
    return with(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, bytes);
  }

  /**
   * Returns a copy of this role in which the producer reports no metrics. Use it for a producer
   * that exists only for a short time.
   */
  public ProducerRole withoutMetrics() {
    return withDefault(ProducerConfig.METRIC_REPORTER_CLASSES_CONFIG, "")
        .withDefault(ProducerConfig.ENABLE_METRICS_PUSH_CONFIG, false);
  }

  /**
   * Returns a copy of this role in which the setting with Kafka's name {@code name} has the value
   * {@code value}.
   */
  public ProducerRole with(String name, Object value) {
    var changed = new HashMap<>(settings);
    changed.put(name, value);
    return new ProducerRole(changed);
  }

  /**
   * Returns this role if it has a value for the setting with Kafka's name {@code name}. Otherwise
   * returns a copy in which the setting has the value {@code value}.
   */
  public ProducerRole withDefault(String name, Object value) {
    return settings.containsKey(name) ? this : with(name, value);
  }

  private static int millis(Duration time) {
    return (int) Math.min(Integer.MAX_VALUE, time.toMillis());
  }

  /** Returns the settings of this role, by their names in Kafka. */
  public Map<String, Object> asMap() {
    return settings;
  }

  /**
   * Creates a producer. The caller closes it.
   *
   * @throws org.apache.kafka.common.KafkaException if Kafka refuses a setting; the message or the
   *     cause names the setting
   */
  public KafkaProducer<byte[], byte[]> open() {
    return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
  }
}
