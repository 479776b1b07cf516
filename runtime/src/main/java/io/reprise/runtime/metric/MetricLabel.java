package io.reprise.runtime.metric;

import java.util.Set;

/**
 * A label of a metric. Each value of a label is a time series of its own, so the number of values
 * must stay small, whatever is stored in Kafka.
 *
 * @param name the name, as in {@code topic}
 * @param values which values the label has and what bounds their number, as documentation shows it
 */
public record MetricLabel(String name, String values) {
  private static final Set<String> UNBOUNDED =
      Set.of("user", "userid", "key", "event", "offset", "partition", "object", "path");

  public MetricLabel {
    if (UNBOUNDED.contains(name)) {
      throw new IllegalArgumentException(
          "a metric may not have the label '%s': the number of its values has no small bound"
              .formatted(name));
    }
  }
}
