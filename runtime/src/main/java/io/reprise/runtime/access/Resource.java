package io.reprise.runtime.access;

import org.jspecify.annotations.Nullable;

/**
 * What a request acts on.
 *
 * @param topic name of the topic; {@value #ALL} for all topics; null if the request acts on no
 *     topic
 * @param target name of the target; null if the request acts on no target
 */
public record Resource(@Nullable String topic, @Nullable String target) {
  /**
   * Stands for all topics. Kafka allows no asterisk in the name of a topic, so no topic has this
   * name, and of all patterns only the pattern that allows every topic matches it.
   */
  public static final String ALL = "*";

  /** A resource without a topic and without a target. */
  public static final Resource NONE = new Resource(null, null);

  public static Resource topic(String topic) {
    return new Resource(topic, null);
  }

  public static Resource target(String target) {
    return new Resource(null, target);
  }

  /** Returns the resource in words: {@code topic 'orders' and target 'copy'}. */
  @Override
  public String toString() {
    if (topic == null) {
      return target == null ? "nothing" : "target '" + target + "'";
    }
    return "topic '" + topic + "'" + (target == null ? "" : " and target '" + target + "'");
  }
}
