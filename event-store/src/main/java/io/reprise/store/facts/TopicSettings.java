package io.reprise.store.facts;

import io.reprise.kafka.client.KafkaAnswer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.config.ConfigResource;
import org.jspecify.annotations.Nullable;

/**
 * The settings that decide which records a topic accepts and how long the topic keeps them. All
 * answers are from a single request to Kafka, so they agree with each other. Immutable.
 */
public final class TopicSettings {
  private final Map<String, String> byName;

  /**
   * Creates the settings of one topic.
   *
   * @param byName the settings that have a value, by their names in Kafka
   */
  public TopicSettings(Map<String, String> byName) {
    this.byName = Map.copyOf(byName);
  }

  /** Asks Kafka for the settings of {@code topic}. */
  static TopicSettings read(Admin admin, String topic) {
    var resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
    var config = KafkaAnswer.of(admin.describeConfigs(List.of(resource)).all()).get(resource);
    var settings = new HashMap<String, String>();
    if (config != null) {
      config.entries().stream()
          .filter(entry -> entry.value() != null)
          .forEach(entry -> settings.put(entry.name(), entry.value()));
    }
    return new TopicSettings(settings);
  }

  /** Returns whether Kafka compacts the topic. */
  public boolean isCompacted() {
    return cleanup().contains("compact");
  }

  /** Returns the age and the size at which Kafka deletes the topic's records. */
  public RecordExpiry recordExpiry() {
    return cleanup().contains("delete")
        ? new RecordExpiry(
            isTimeByBroker() ? Long.MAX_VALUE : limit("retention.ms"), limit("retention.bytes"))
        : RecordExpiry.NONE;
  }

  /**
   * Returns the value of a retention setting. Kafka's value -1, which means no limit, becomes
   * {@link Long#MAX_VALUE}.
   */
  private long limit(String name) {
    long limit = number(name, Long.MAX_VALUE);
    return limit < 0 ? Long.MAX_VALUE : limit;
  }

  /** Returns the limits that the topic sets for each record. */
  public RecordLimits recordLimits() {
    return new RecordLimits(
        number("max.message.bytes", Long.MAX_VALUE),
        isCompacted(),
        timestampLimit("message.timestamp.before.max.ms"),
        timestampLimit("message.timestamp.after.max.ms"));
  }

  private long timestampLimit(String name) {
    return isTimeByBroker() ? Long.MAX_VALUE : number(name, Long.MAX_VALUE);
  }

  /**
   * Returns whether the broker replaces the timestamps that producers give the records. If so, a
   * producer's old timestamp does not cause the topic to refuse or to delete a record.
   */
  private boolean isTimeByBroker() {
    return "LogAppendTime".equals(byName.get("message.timestamp.type"));
  }

  /** Returns the settings by which Kafka deletes or compacts the topic's records. */
  public TopicRetention retention() {
    return new TopicRetention(cleanup(), number("retention.ms", -1), number("retention.bytes", -1));
  }

  /** Returns the value of a setting by its name in Kafka; empty if the broker does not know it. */
  public Optional<String> value(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  private String cleanup() {
    return String.valueOf(byName.get("cleanup.policy"));
  }

  private long number(String name, long otherwise) {
    @Nullable String value = byName.get(name);
    return value == null ? otherwise : Long.parseLong(value);
  }
}
