package io.reprise.replay.target;

import java.util.Collection;

/**
 * Thrown when a replay or a request names a target that the configuration does not have, or a topic
 * that its target does not allow. A retry fails until the configuration changes.
 */
public final class UnknownTargetException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public UnknownTargetException(String name, Collection<String> known) {
    this("target '" + name + "' is not configured: the targets are " + String.join(", ", known));
  }

  private UnknownTargetException(String message) {
    super(message);
  }

  /** Returns the exception for a request that names no topic for a target that needs one. */
  static UnknownTargetException withoutTopic(String target, TopicPattern pattern) {
    return new UnknownTargetException(
        "target '%s' writes to the topic that a replay names: give %s:TOPIC with a topic that matches '%s'"
            .formatted(target, target, pattern.text()));
  }

  /** Returns the exception for a topic whose name does not match the pattern of the target. */
  static UnknownTargetException notMatching(String target, TopicPattern pattern, String topic) {
    return new UnknownTargetException(
        "target '%s' writes only to topics that match '%s', and '%s' does not: choose another name for the topic"
            .formatted(target, pattern.text(), topic));
  }

  /** Returns the exception for a topic that only one program may write. */
  static UnknownTargetException reserved(String target, String topic) {
    return new UnknownTargetException(
        "target '%s' does not write to topic '%s', because names of this form belong to Reprise, Kafka or Kafka Streams: choose another name for the topic"
            .formatted(target, topic));
  }
}
