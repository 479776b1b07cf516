package io.reprise.replay.plan;

import io.reprise.replay.target.TargetFacts;
import io.reprise.store.facts.RecordExpiry;
import io.reprise.store.facts.RecordLimits;
import io.reprise.store.facts.TopicFacts;
import io.reprise.store.facts.TopicSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A topic that does not exist and that is created for one replay, like the replay's source topic.
 * It gets the source topic's partitions, replicas and record size. Its other settings keep every
 * copy with the timestamp that the replay gives it, at least as long as the retention says.
 * Immutable.
 *
 * @param name name of the topic
 * @param partitions partition count of the source topic
 * @param replicas on how many brokers each partition of the source topic is stored
 * @param settings settings of the topic, by Kafka's names
 */
public record ShadowTopic(String name, int partitions, int replicas, Map<String, String> settings) {
  private static final String NO_LIMIT = "-1";
  private static final String RETENTION = "retention.ms";

  /** Settings that the topic shares with the source topic. */
  private static final List<String> AS_SOURCE = List.of("max.message.bytes", "min.insync.replicas");

  /**
   * Settings that limit the timestamps of records. Brokers before Kafka 3.6 do not know them, and
   * would refuse to create a topic with them.
   */
  private static final List<String> TIMESTAMP_LIMITS =
      List.of("message.timestamp.before.max.ms", "message.timestamp.after.max.ms");

  public ShadowTopic {
    settings = Collections.unmodifiableMap(new TreeMap<>(settings));
  }

  /**
   * Returns the topic that is to be created for a plan.
   *
   * @param plan the plan; its target topic does not exist
   * @param ages answers questions about the timestamps of the source records
   * @param now the time at which the plan is made
   * @param replicas on how many brokers each partition of the source topic is stored
   * @param source the settings of the source topic
   */
  public static ShadowTopic of(
      String name, Plan plan, RecordAges ages, Instant now, int replicas, TopicSettings source) {
    var settings = new HashMap<String, String>();
    settings.put("cleanup.policy", "delete");
    settings.put(RETENTION, Long.toString(ShadowRetention.millis(plan, ages, now)));
    settings.put("retention.bytes", NO_LIMIT);
    settings.put("message.timestamp.type", "CreateTime");
    for (var setting : AS_SOURCE) {
      source.value(setting).ifPresent(value -> settings.put(setting, value));
    }
    for (var setting : TIMESTAMP_LIMITS) {
      if (source.value(setting).isPresent()) {
        settings.put(setting, Long.toString(Long.MAX_VALUE));
      }
    }
    return new ShadowTopic(name, plan.topicPartitions(), replicas, settings);
  }

  /**
   * Returns the facts of a target whose topic does not exist yet: no id, empty partitions, as many
   * as the source topic has, and no limit for a record's age.
   *
   * @param target the target as the spec names it
   */
  public static TargetFacts facts(String target, String topic, TopicFacts source) {
    Map<Integer, Long> ends =
        source.partitions().stream().collect(Collectors.toMap(p -> p.partition(), p -> 0L));
    return new TargetFacts(
        target,
        "each record exactly once in topic '" + topic + "'",
        topic,
        null,
        ends,
        RecordLimits.NONE,
        RecordExpiry.NONE);
  }

  /** Returns in one sentence which topic is created, for the notes of a plan. */
  public String sentence() {
    long retention = Long.parseLong(settings.getOrDefault(RETENTION, NO_LIMIT));
    return "topic '%s' does not exist: the start creates it like the source, with %d partitions, %d replicas, cleanup.policy delete, message.timestamp.type CreateTime, and retention %s"
        .formatted(
            name,
            partitions,
            replicas,
            retention < 0 ? "without limit" : Duration.ofMillis(retention).toDays() + " days");
  }
}
