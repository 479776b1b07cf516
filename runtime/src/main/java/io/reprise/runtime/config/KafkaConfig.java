package io.reprise.runtime.config;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The Kafka cluster that a service uses.
 *
 * @param bootstrapServers {@code host:port}, comma-separated
 * @param properties further client settings by Kafka's own names, for example for security
 * @param rack the rack or zone in which the service runs; null if it is not known
 */
public record KafkaConfig(
    @ConfigKey("The brokers to connect to first, as host:port, separated by commas.")
        String bootstrapServers,
    @ConfigKey(
            value =
                "Further settings of all Kafka clients, by Kafka's own names, for example for"
                    + " security.",
            secret = true)
        Map<String, String> properties,
    @ConfigKey(
            value =
                "The rack or zone in which this service runs, as the brokers' broker.rack names"
                    + " it. Source topics are then read from a replica in the same rack, if the"
                    + " brokers have replica.selector.class set to Kafka's"
                    + " RackAwareReplicaSelector. An empty value is the same as none.",
            defaultsTo = "none")
        @Nullable String rack) {
  public KafkaConfig(
      @Nullable String bootstrapServers,
      @Nullable Map<String, String> properties,
      @Nullable String rack) {
    if (bootstrapServers == null || bootstrapServers.isBlank()) {
      throw new IllegalArgumentException("kafka.bootstrapServers is missing: give host:port");
    }
    this.bootstrapServers = bootstrapServers;
    this.properties = properties == null ? Map.of() : Map.copyOf(properties);
    // A variable that is filled from a label which a pod does not have is empty.
    this.rack = rack == null || rack.isBlank() ? null : rack;
  }

  /** Creates the configuration of a service whose rack is not known. */
  public KafkaConfig(@Nullable String bootstrapServers, @Nullable Map<String, String> properties) {
    this(bootstrapServers, properties, null);
  }

  /**
   * Returns the settings for every Kafka client of the service: the bootstrap servers, the rack and
   * the further properties. A rack takes precedence over {@code client.rack} in the properties.
   */
  public Map<String, Object> clientSettings() {
    var settings = new HashMap<String, Object>(properties);
    settings.put("bootstrap.servers", bootstrapServers);
    if (rack != null) {
      settings.put("client.rack", rack);
    }
    return Map.copyOf(settings);
  }

  /** Returns this configuration as text, without secrets. */
  @Override
  public String toString() {
    return ConfigText.of(this);
  }
}
