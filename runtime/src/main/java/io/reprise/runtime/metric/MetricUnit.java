package io.reprise.runtime.metric;

import org.jspecify.annotations.Nullable;

/** The units of metrics. Only base units exist, so no dashboard has to convert. */
public enum MetricUnit {
  /** A number of things, such as records; the meaning of the metric names them. */
  COUNT(null),
  SECONDS("seconds"),
  BYTES("bytes"),
  /** A share between 0 and 1. */
  RATIO(null);

  private final @Nullable String suffix;

  MetricUnit(@Nullable String suffix) {
    this.suffix = suffix;
  }

  /** Returns the last word of the names of metrics with this unit; null if names do not show it. */
  @Nullable String suffix() {
    return suffix;
  }
}
