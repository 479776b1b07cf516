package io.reprise.runtime.metric;

import io.micrometer.core.instrument.Meter;
import java.util.List;

/** The kinds of metrics. The kind decides which series a scrape shows. */
public enum MetricKind {
  /** A value that rises and falls. */
  GAUGE(Meter.Type.GAUGE, List.of("")),
  /** A sum that only rises, from 0 at the start of the process. */
  COUNTER(Meter.Type.COUNTER, List.of("")),
  /** Durations: their number, their sum and the longest of the last minutes. */
  TIMER(Meter.Type.TIMER, List.of("_count", "_sum", "_max")),
  /** Durations as a {@link #TIMER} has them, and their distribution. */
  HISTOGRAM(Meter.Type.TIMER, List.of("_count", "_sum", "_max", "_bucket"));

  private final Meter.Type type;
  private final List<String> suffixes;

  MetricKind(Meter.Type type, List<String> suffixes) {
    this.type = type;
    this.suffixes = suffixes;
  }

  Meter.Type type() {
    return type;
  }

  /** Returns what follows the metric's name in the names of its series. */
  List<String> suffixes() {
    return suffixes;
  }
}
