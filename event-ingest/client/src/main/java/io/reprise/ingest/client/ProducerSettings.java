package io.reprise.ingest.client;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.producer.ProducerConfig;

/**
 * Settings of the Kafka producer: what guarantees rest on is fixed, what throughput rests on has a
 * default that suits events of about 1 KB, the rest is Kafka's.
 */
final class ProducerSettings {
  private static final Map<String, String> FIXED =
      Map.of(ProducerConfig.ACKS_CONFIG, "all", ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, "true");
  private static final Map<String, String> DEFAULTS =
      Map.of(
          ProducerConfig.LINGER_MS_CONFIG, "10",
          ProducerConfig.BATCH_SIZE_CONFIG, "131072",
          ProducerConfig.BUFFER_MEMORY_CONFIG, "67108864",
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
   * The producer's settings.
   *
   * @throws IllegalArgumentException naming a setting that cannot be given, and why
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
          "'%s' is not yours to set: the publisher's guarantees rest on it".formatted(name));
    }
    var fixed = FIXED.get(name);
    if (fixed != null && !fixed.equals(canonical(value))) {
      throw new IllegalArgumentException(
          "'%s' is always %s, not %s: an acknowledged event is stored, and once"
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
