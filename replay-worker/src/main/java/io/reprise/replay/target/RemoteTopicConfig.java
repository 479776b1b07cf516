package io.reprise.replay.target;

import io.reprise.runtime.config.ConfigKey;
import io.reprise.runtime.config.ConfigText;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A target that is a topic of another Kafka cluster than that of the control topics. Each record is
 * delivered exactly once.
 *
 * @param bootstrapServers {@code host:port}, comma-separated
 * @param properties further client settings by Kafka's own names, for example for security
 * @param topic name of an existing topic of that cluster
 * @param leaseTopic name of an existing compacted topic of that cluster for leases and progress;
 *     {@value #LEASE_TOPIC} when left out
 * @param registry the schema registry that readers of the topic use; none when left out
 * @param registryCa PEM file with the authorities that are trusted at an {@code https} registry
 * @param sharesRegistry whether readers of the topic use the registry of the workers, so that
 *     values keep the schema ids that they have. Without this and without {@code registry}, the
 *     target refuses values that begin with a schema id
 */
public record RemoteTopicConfig(
    @ConfigKey(
            "The brokers of the other cluster to connect to first, as host:port, separated by"
                + " commas.")
        String bootstrapServers,
    @ConfigKey(
            value =
                "Further settings of the Kafka clients of this target, by Kafka's own names, for"
                    + " example for security.",
            secret = true)
        Map<String, String> properties,
    @ConfigKey("The topic to write to, in the other cluster. It must exist.") String topic,
    @ConfigKey(
            "The topic for the leases and the progress of shards, in the other cluster. It must"
                + " exist and be compacted.")
        String leaseTopic,
    @ConfigKey(
            value =
                "The URL of the schema registry that readers of the topic use. Schemas are"
                    + " registered there before the first record with them, and the ids in records"
                    + " are replaced by its own.",
            defaultsTo = "none")
        @Nullable URI registry,
    @ConfigKey(
            value =
                "The PEM file with the certificates of the authorities that are trusted if the"
                    + " registry's URL is https.",
            defaultsTo = "the authorities that the JDK trusts")
        @Nullable Path registryCa,
    @ConfigKey(
            "Whether readers of the topic use the schema registry of the workers. Values then keep"
                + " the schema ids that they have. Without this key and without registry, values"
                + " that begin with a schema id are refused, because the id may be that of another"
                + " schema there.")
        boolean sharesRegistry)
    implements TargetConfig {
  static final String LEASE_TOPIC = "reprise.leases";

  public RemoteTopicConfig(
      String bootstrapServers,
      @Nullable Map<String, String> properties,
      String topic,
      @Nullable String leaseTopic,
      @Nullable URI registry,
      @Nullable Path registryCa,
      boolean sharesRegistry) {
    this.bootstrapServers = bootstrapServers;
    this.properties = properties == null ? Map.of() : Map.copyOf(properties);
    this.topic = topic;
    this.leaseTopic = leaseTopic == null ? LEASE_TOPIC : leaseTopic;
    this.registry = registry;
    this.registryCa = registryCa;
    this.sharesRegistry = sharesRegistry;
    if (bootstrapServers == null || bootstrapServers.isBlank()) {
      throw new IllegalArgumentException(
          "bootstrapServers is missing: give host:port of the cluster that a target of kind"
              + " kafka-remote writes to");
    }
    if (topic == null || topic.isBlank()) {
      throw new IllegalArgumentException(
          "topic is missing: name the topic that a target of kind kafka-remote writes to");
    }
    if (new ReservedTopics(ReservedTopics.DEFAULT_PREFIX).contains(topic)
        || topic.equals(this.leaseTopic)) {
      throw new IllegalArgumentException(
          "topic is %s, which only one program may write: name another topic".formatted(topic));
    }
    if (this.leaseTopic.isBlank()) {
      throw new IllegalArgumentException("leaseTopic is empty: name a topic, or leave it out");
    }
    if (sharesRegistry && registry != null) {
      throw new IllegalArgumentException(
          "registry and sharesRegistry are both set: leave out registry if readers of the topic use"
              + " the registry of the workers, or sharesRegistry if they do not");
    }
  }

  /** Returns the settings for every Kafka client of the target. */
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
