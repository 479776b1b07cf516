package io.reprise.runtime.metric;

import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * The gauges of one metric whose label values come and go, such as those of running replays. Each
 * call of {@link #set} replaces all of them, so that a scrape shows no series of what has ended.
 *
 * <p>Thread-safe.
 */
public final class MetricRows {
  private final MultiGauge gauges;
  private final Function<String[], Tags> tags;

  MetricRows(MultiGauge gauges, Function<String[], Tags> tags) {
    this.gauges = gauges;
    this.tags = tags;
  }

  /**
   * Replaces all gauges.
   *
   * @param rows the value of each gauge, by the values of its labels in their declared order
   */
  public synchronized void set(Map<List<String>, ? extends Number> rows) {
    var all = new ArrayList<MultiGauge.Row<?>>();
    rows.forEach((labels, value) -> all.add(row(labels, value)));
    gauges.register(all, true);
  }

  private MultiGauge.Row<?> row(List<String> labels, Number value) {
    return MultiGauge.Row.of(tags.apply(labels.toArray(String[]::new)), value);
  }
}
