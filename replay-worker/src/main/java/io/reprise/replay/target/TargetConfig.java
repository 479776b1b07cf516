package io.reprise.replay.target;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.reprise.runtime.config.ConfigKey;
import io.reprise.runtime.json.Durations;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The configuration of one target. The property {@code kind} names the type of the target. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = TargetConfig.KafkaTopic.class, name = "kafka"),
  @JsonSubTypes.Type(value = TargetConfig.KafkaTopicPattern.class, name = "kafka-pattern"),
  @JsonSubTypes.Type(value = TargetConfig.Discard.class, name = "discard"),
})
public sealed interface TargetConfig {

  /**
   * A target that is a topic of the Kafka cluster that holds the control topics. Each record is
   * delivered exactly once.
   *
   * @param topic name of an existing topic
   */
  record KafkaTopic(
      @ConfigKey("The topic to write to, in the workers' own cluster. It must exist.") String topic)
      implements TargetConfig {
    public KafkaTopic {
      if (topic == null || topic.isBlank()) {
        throw new IllegalArgumentException(
            "topic is missing: name the topic that a target of kind kafka writes to");
      }
      if (topic.equals(ReservedTopics.AUDIT)) {
        throw new IllegalArgumentException(
            "topic is %s, which says who did what and which nobody else may write: name another topic"
                .formatted(topic));
      }
    }
  }

  /**
   * A target that writes to the topic that each replay names, if the topic matches a pattern. A
   * topic that does not exist is created like the replay's source topic.
   *
   * @param topicPattern the topics to which replays may be delivered, such as {@code *-shadow}
   */
  record KafkaTopicPattern(
      @ConfigKey(
              value =
                  "The topics that a replay may name, in the workers' own cluster. '*' stands for"
                      + " one or more characters. A topic that does not exist is created like the"
                      + " source topic.",
              range = "1 to 249 of a-z, A-Z, 0-9, '.', '_', '-' and '*'")
          String topicPattern)
      implements TargetConfig {
    public KafkaTopicPattern {
      if (topicPattern == null || topicPattern.isBlank()) {
        throw new IllegalArgumentException(
            "topicPattern is missing: give the topics that a replay may name, such as '*-shadow'");
      }
      try {
        TopicPattern.requireValid(topicPattern);
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException("topicPattern: " + e.getMessage(), e);
      }
    }

    TopicPattern pattern() {
      return new TopicPattern(topicPattern);
    }
  }

  /**
   * A target that discards all records. A replay into this target reads, selects and counts
   * records, as a rehearsal or a benchmark.
   *
   * @param delayPerRecord simulated duration of each delivery; none when left out
   */
  record Discard(
      @ConfigKey(
              "How long this target takes for each record, to simulate a slow target. Records are"
                  + " counted and not written.")
          @Nullable Duration delayPerRecord)
      implements TargetConfig {
    public Discard {
      if (delayPerRecord != null && delayPerRecord.isNegative()) {
        throw new IllegalArgumentException(
            "delayPerRecord is %s: use 0 or more".formatted(Durations.text(delayPerRecord)));
      }
    }
  }
}
