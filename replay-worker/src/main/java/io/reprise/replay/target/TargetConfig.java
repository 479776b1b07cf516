package io.reprise.replay.target;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A target as configured, told apart by {@code kind}. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = TargetConfig.KafkaTopic.class, name = "kafka"),
  @JsonSubTypes.Type(value = TargetConfig.Discard.class, name = "discard"),
})
public sealed interface TargetConfig {

  /**
   * A topic of the cluster that the workers run on. Exactly once.
   *
   * @param topic its name; it must exist
   */
  record KafkaTopic(String topic) implements TargetConfig {
    public KafkaTopic {
      if (topic == null || topic.isBlank()) {
        throw new IllegalArgumentException("a target of kind kafka needs a topic");
      }
    }
  }

  /**
   * Nowhere: reads, selects and counts, for rehearsals and measurements.
   *
   * @param delayPerRecord how long each record takes, one after the other; none when left out
   */
  record Discard(@Nullable Duration delayPerRecord) implements TargetConfig {
    public Discard {
      if (delayPerRecord != null && delayPerRecord.isNegative()) {
        throw new IllegalArgumentException("delayPerRecord must not be negative");
      }
    }
  }
}
