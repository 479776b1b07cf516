package io.reprise.replay.spec;

import org.jspecify.annotations.Nullable;

/**
 * The target of a replay spec in its two parts. A spec names a target alone, such as {@code copy},
 * or a target and the topic that this target is to write to, such as {@code shadow:orders-shadow}.
 *
 * @param target name of a target in the configuration of the workers
 * @param topic the topic that the target is to write to; null if the target alone decides this
 */
public record TargetName(String target, @Nullable String topic) {
  private static final char SEPARATOR = ':';

  /** Splits the target of a spec at its first colon. */
  public static TargetName parse(String text) {
    int separator = text.indexOf(SEPARATOR);
    return separator < 0
        ? new TargetName(text, null)
        : new TargetName(text.substring(0, separator), text.substring(separator + 1));
  }

  /** Returns whether a target of this name can be named together with a topic. */
  public static boolean isTarget(String name) {
    return !name.isEmpty() && name.indexOf(SEPARATOR) < 0;
  }

  /** Returns the target as a spec has it. */
  public String text() {
    return topic == null ? target : target + SEPARATOR + topic;
  }
}
