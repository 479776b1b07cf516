package io.reprise.ingest.client;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.producer.ProducerConfig;

/**
 * Composes the settings of the Kafka producer. Settings on which the publisher's guarantees depend
 * are fixed. Settings that affect throughput have defaults for events of about 1 KB. All other
 * settings have Kafka's defaults.
 */
final class ProducerSettings {
  private static final Map<String, String> FIXED =
      Map.of(ProducerConfig.ACKS_CONFIG, "all", ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, "true");
  private static final Map<String, String> DEFAULTS =
      Map.of(
          ProducerConfig.LINGER_MS_CONFIG, "10",
          ProducerConfig.BATCH_SIZE_CONFIG, "131072",
          ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4",
          ProducerConfig.CLIENT_ID_CONFIG, "reprise-publisher");
  private static final Set<String> OURS =
      Set.of(
          ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG,
          ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG,
          ProducerConfig.PARTITIONER_CLASS_CONFIG,
          ProducerConfig.PARTITIONER_IGNORE_KEYS_CONFIG,
          ProducerConfig.TRANSACTIONAL_ID_CONFIG);

  private ProducerSettings() {}

  /**
   * Returns the settings of the producer.
   *
   * @param given settings by Kafka's names, which override the defaults
   * @throws IllegalArgumentException if a setting is unknown, or has a fixed value that differs
   *     from the given one; the message names the setting and the reason
   */
  static Map<String, Object> of(Map<String, Object> given) {
    given.forEach(ProducerSettings::check);
    var settings = new HashMap<String, Object>(DEFAULTS);
    settings.putAll(given);
    settings.putAll(FIXED);
    return settings;
  }

  private static void check(String name, Object value) {
    if (OURS.contains(name)) {
      throw new IllegalArgumentException(
          "'%s' must not be set: remove it, because the guarantees of the publisher depend on it"
              .formatted(name));
    }
    var fixed = FIXED.get(name);
    if (fixed != null && !fixed.equals(canonical(value))) {
      throw new IllegalArgumentException(
          "'%s' is always %s, not %s: remove it, because otherwise an acknowledged event could be lost or stored twice"
              .formatted(name, fixed, value));
    }
    if (!ProducerConfig.configNames().contains(name)) {
      throw new IllegalArgumentException(
          "'%s' is no setting of a publisher or of Kafka's producer: correct or remove it"
              .formatted(name));
    }
  }

  private static String canonical(Object value) {
    var text = value.toString().toLowerCase(Locale.ROOT);
    return text.equals("-1") ? "all" : text;
  }
}
