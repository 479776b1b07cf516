package io.reprise.local.dev;

import io.reprise.archiver.generation.ExportConfig;
import io.reprise.archiver.topic.ArchiveMode;
import io.reprise.archiver.topic.TopicConfig;
import io.reprise.compactor.topic.EmitEvery;
import io.reprise.compactor.topic.ReducerConfig;
import io.reprise.local.stack.ArchiveSettings;
import io.reprise.local.stack.SnapshotSettings;
import io.reprise.local.stack.StackPorts;
import io.reprise.local.stack.StackSettings;
import io.reprise.replay.target.TargetConfig;
import io.reprise.runtime.json.ByteSize;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What {@code dev} runs: the example topic with its targets and reducers, and what the user adds.
 *
 * @param settings settings of the services
 * @param topics number of partitions of each topic to create, by topic
 */
record DevPlan(StackSettings settings, Map<String, Integer> topics) {
  static final String TOPIC = "user-events";
  private static final String REPLAYED = "user-events-replayed";

  /** Names of the targets that {@code dev} always has. */
  static final Set<String> TARGETS = Set.of("replayed", "discard", "new-topic");

  /** The target with which {@code --to-new-topic} works in {@code dev}. */
  private static final TargetConfig NEW_TOPIC = new TargetConfig.KafkaTopicPattern("*-shadow");

  /**
   * Records are moved to the archive after an hour, but the newest 4 MiB of each partition stay in
   * Kafka.
   */
  private static final TopicConfig ARCHIVED =
      new TopicConfig(
          ArchiveMode.MOVE,
          Duration.ofHours(1),
          ByteSize.ofMiB(4),
          ByteSize.ofMiB(16),
          Duration.ofMinutes(1),
          null,
          null);

  private static final EmitEvery EMITTED = new EmitEvery(null, Duration.ofSeconds(1));

  /** A generation of the example's snapshots is exported every hour. */
  private static final Map<String, List<ExportConfig>> EXPORTED =
      Map.of(TOPIC, List.of(new ExportConfig("merge", 1, null, null, null)));

  static DevPlan of(Path directory, StackPorts ports, int workers, DevConfig config) {
    var settings =
        StackSettings.of(directory, ports, targets(config))
            .withWorkers(workers)
            .withAllParts()
            .withArchive(ArchiveSettings.of(archived(config)).exporting(EXPORTED))
            .withSnapshots(SnapshotSettings.of(folded(config)));
    return new DevPlan(settings, topics(config));
  }

  private static Map<String, TargetConfig> targets(DevConfig config) {
    var targets = new LinkedHashMap<String, TargetConfig>();
    targets.put("replayed", new TargetConfig.KafkaTopic(REPLAYED));
    targets.put("discard", new TargetConfig.Discard(null));
    targets.put("new-topic", NEW_TOPIC);
    targets.putAll(config.targets());
    return targets;
  }

  private static Map<String, TopicConfig> archived(DevConfig config) {
    var archived = new LinkedHashMap<String, TopicConfig>();
    archived.put(TOPIC, ARCHIVED);
    config
        .topics()
        .forEach(
            (name, topic) -> {
              if (topic.archive()) {
                archived.put(name, ARCHIVED);
              }
            });
    return archived;
  }

  private static Map<String, List<ReducerConfig>> folded(DevConfig config) {
    var names = new LinkedHashMap<String, Set<String>>();
    names.put(TOPIC, new LinkedHashSet<>(List.of("merge", "count-by-type")));
    config
        .reducers()
        .forEach(
            (topic, added) ->
                names.computeIfAbsent(topic, t -> new LinkedHashSet<>()).addAll(added));
    var folded = new LinkedHashMap<String, List<ReducerConfig>>();
    names.forEach(
        (topic, reducers) ->
            folded.put(
                topic,
                reducers.stream().map(name -> new ReducerConfig(name, 1, EMITTED)).toList()));
    return folded;
  }

  /**
   * Returns the topics of the example and of the user, and the topics of the targets. The topic of
   * a target that the user has not listed gets as many partitions as the largest topic, so that it
   * can take a replay of each of them.
   */
  private static Map<String, Integer> topics(DevConfig config) {
    var topics = new LinkedHashMap<String, Integer>();
    topics.put(TOPIC, DevConfig.DEFAULT_PARTITIONS);
    config.topics().forEach((name, topic) -> topics.put(name, topic.partitions()));
    int most = topics.values().stream().mapToInt(Integer::intValue).max().orElseThrow();
    topics.putIfAbsent(REPLAYED, topics.getOrDefault(TOPIC, DevConfig.DEFAULT_PARTITIONS));
    for (var target : config.targets().values()) {
      if (target instanceof TargetConfig.KafkaTopic kafka) {
        topics.putIfAbsent(kafka.topic(), most);
      }
    }
    return topics;
  }
}
