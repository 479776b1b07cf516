package io.reprise.runtime.config;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The Kafka cluster that a service uses.
 *
 * @param bootstrapServers {@code host:port}, comma-separated
 * @param properties further client settings by Kafka's own names, for example for security
 */
public record KafkaConfig(
    @ConfigKey("The brokers to connect to first, as host:port, separated by commas.")
        String bootstrapServers,
    @ConfigKey(
            value =
                "Further settings of all Kafka clients, by Kafka's own names, for example for"
                    + " security.",
            secret = true)
        Map<String, String> properties) {
  public KafkaConfig(@Nullable String bootstrapServers, @Nullable Map<String, String> properties) {
    if (bootstrapServers == null || bootstrapServers.isBlank()) {
      throw new IllegalArgumentException("kafka.bootstrapServers is missing: give host:port");
    }
    this.bootstrapServers = bootstrapServers;
    this.properties = properties == null ? Map.of() : Map.copyOf(properties);
  }

  /**
   * Returns the settings for every Kafka client of the service: the bootstrap servers and the
   * further properties.
   */
  public Map<String, Object> clientSettings() {
    var settings = new HashMap<String, Object>(properties);
    settings.put("bootstrap.servers", bootstrapServers);
    return Map.copyOf(settings);
  }

  /** Returns this configuration as text, without secrets. */
  @Override
  public String toString() {
    return ConfigText.of(this);
  }
}
