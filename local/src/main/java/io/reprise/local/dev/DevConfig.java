package io.reprise.local.dev;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.jsontype.TypeDeserializer;
import io.reprise.replay.target.TargetConfig;
import io.reprise.runtime.config.ConfigException;
import io.reprise.runtime.config.ConfigFile;
import io.reprise.store.fold.ReducerId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a user adds to {@code reprise dev}: the content of the file {@code dev.yaml} in its
 * directory.
 *
 * @param topics topics that are created if they do not exist, by name
 * @param targets targets of the workers, by name. In the file, the name of a topic may stand for a
 *     target that writes to this topic
 * @param reducers names of the reducers that fold a topic, by the topic
 */
record DevConfig(
    Map<String, Topic> topics,
    Map<String, TargetConfig> targets,
    Map<String, List<String>> reducers) {
  static final String FILE = "dev.yaml";
  static final int DEFAULT_PARTITIONS = 8;
  static final int MOST_PARTITIONS = 1_000;
  private static final Pattern TOPIC = Pattern.compile("[A-Za-z0-9._-]{1,200}");
  private static final Pattern TARGET = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,62}");

  private static final String EXAMPLE =
      """
      # Your own topics, targets and reducers for `reprise dev` on this directory. dev reads this
      # file when it starts and never changes it. For example:
      #
      # topics:
      #   orders:
      #     partitions: 8
      #     archive: true            # moves events to S3 as it does those of user-events
      # targets:
      #   shadow: orders-shadow      # a replay into the target shadow writes to this topic
      #   back: {kind: origin, topics: [orders]}   # any target that workers can have
      # reducers:
      #   orders: [latest]           # compacted to snapshots
      """;

  /**
   * A topic of the user.
   *
   * @param partitions number of partitions with which the topic is created; 8 when left out
   * @param archive whether events of the topic are moved to the archive; false when left out
   */
  record Topic(Integer partitions, Boolean archive) {
    Topic(@Nullable Integer partitions, @Nullable Boolean archive) {
      this.partitions = partitions == null ? Integer.valueOf(DEFAULT_PARTITIONS) : partitions;
      this.archive = archive != null && archive;
      if (this.partitions < 1 || this.partitions > MOST_PARTITIONS) {
        throw new IllegalArgumentException(
            "partitions is %d: give a number from 1 to %d"
                .formatted(this.partitions, MOST_PARTITIONS));
      }
    }
  }

  DevConfig(
      @Nullable Map<String, Topic> topics,
      @JsonDeserialize(contentUsing = TargetOrTopic.class)
          @Nullable Map<String, TargetConfig> targets,
      @Nullable Map<String, List<String>> reducers) {
    this.topics = topics == null ? Map.of() : new LinkedHashMap<>(topics);
    this.targets = targets == null ? Map.of() : new LinkedHashMap<>(targets);
    this.reducers = reducers == null ? Map.of() : new LinkedHashMap<>(reducers);
    this.topics.keySet().forEach(DevConfig::requireTopic);
    this.targets.forEach(DevConfig::requireTarget);
    this.reducers.forEach(this::requireReducers);
  }

  /**
   * Reads the file in a directory. If there is none, writes a file that consists of comments and
   * explains its format.
   */
  static DevConfig readOrCreate(Path directory) {
    var file = directory.resolve(FILE);
    try {
      if (!Files.exists(file)) {
        Files.writeString(file, EXAMPLE);
      }
      // Variables of the environment are meant for services and must not change this file's values.
      return ConfigFile.parse(file.toString(), Files.readString(file), DevConfig.class, Map.of());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }

  private static void requireTopic(String name) {
    if (!TOPIC.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "topic '%s': use at most 200 letters, digits, dots, dashes and underscores"
              .formatted(name));
    }
  }

  private static void requireTarget(String name, @Nullable TargetConfig target) {
    if (!TARGET.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "target '%s': use at most 63 letters, digits, dots, dashes and underscores"
              .formatted(name));
    }
    if (DevPlan.TARGETS.contains(name)) {
      throw new IllegalArgumentException(
          "target '%s': dev has a target of this name, choose another one".formatted(name));
    }
    if (target == null) {
      throw new IllegalArgumentException("target '%s': give it a topic".formatted(name));
    }
    if (target instanceof TargetConfig.KafkaTopic kafka) {
      requireTopic(kafka.topic());
    }
  }

  private void requireReducers(String topic, @Nullable List<String> names) {
    if (!topics.containsKey(topic) && !topic.equals(DevPlan.TOPIC)) {
      throw new IllegalArgumentException(
          "reducers of topic '%s': add the topic to topics".formatted(topic));
    }
    if (names == null || names.isEmpty()) {
      throw new IllegalArgumentException(
          "reducers of topic '%s': give a list of names, for example [latest]".formatted(topic));
    }
    names.forEach(name -> new ReducerId(name, 1));
  }

  /** Returns this configuration with further topics and targets, which replace those of a name. */
  DevConfig with(Map<String, Topic> moreTopics, Map<String, TargetConfig> moreTargets) {
    var allTopics = new LinkedHashMap<>(topics);
    allTopics.putAll(moreTopics);
    var allTargets = new LinkedHashMap<>(targets);
    allTargets.putAll(moreTargets);
    try {
      return new DevConfig(allTopics, allTargets, reducers);
    } catch (IllegalArgumentException e) {
      throw new ConfigException(String.valueOf(e.getMessage()), e);
    }
  }

  /** Reads a target that is written as in a worker's configuration, or as the name of a topic. */
  static final class TargetOrTopic extends JsonDeserializer<TargetConfig> {
    @Override
    public TargetConfig deserialize(JsonParser parser, DeserializationContext context)
        throws IOException {
      return context.readValue(parser, TargetConfig.class);
    }

    @Override
    public Object deserializeWithType(
        JsonParser parser, DeserializationContext context, TypeDeserializer kinds)
        throws IOException {
      return parser.hasToken(JsonToken.VALUE_STRING)
          ? new TargetConfig.KafkaTopic(parser.getText())
          : kinds.deserializeTypedFromAny(parser, context);
    }
  }
}
