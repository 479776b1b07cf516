package io.reprise.runtime.metric;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusNamingConvention;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * Declares a metric, and registers its meters. The values of the labels are always given in the
 * order of {@code labels}. Immutable.
 *
 * @param name the name in the code, with dots; {@link #published()} is the name in a scrape
 * @param meaning what the value says, as a phrase without a full stop
 * @param labels the labels; empty if the metric is one time series
 */
public record MetricDeclaration(
    String name, MetricKind kind, MetricUnit unit, String meaning, List<MetricLabel> labels) {
  private static final PrometheusNamingConvention NAMING = new PrometheusNamingConvention();
  private static final Duration[] BUCKETS =
      Stream.of(5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 30_000)
          .map(Duration::ofMillis)
          .toArray(Duration[]::new);

  public MetricDeclaration {
    labels = List.copyOf(labels);
  }

  /** Declares a gauge of things that the meaning names. */
  public static MetricDeclaration gauge(String name, String meaning) {
    return new MetricDeclaration(name, MetricKind.GAUGE, MetricUnit.COUNT, meaning, List.of());
  }

  /** Declares a counter of things that the meaning names. */
  public static MetricDeclaration counter(String name, String meaning) {
    return new MetricDeclaration(name, MetricKind.COUNTER, MetricUnit.COUNT, meaning, List.of());
  }

  /** Declares a timer without a distribution. */
  public static MetricDeclaration timer(String name, String meaning) {
    return new MetricDeclaration(name, MetricKind.TIMER, MetricUnit.SECONDS, meaning, List.of());
  }

  /** Declares a timer with a distribution from 5 ms to 30 s, which has 13 series more. */
  public static MetricDeclaration histogram(String name, String meaning) {
    return new MetricDeclaration(
        name, MetricKind.HISTOGRAM, MetricUnit.SECONDS, meaning, List.of());
  }

  /** Returns a copy of this declaration with another unit. */
  public MetricDeclaration in(MetricUnit other) {
    return new MetricDeclaration(name, kind, other, meaning, labels);
  }

  /** Returns a copy of this declaration with these labels. */
  public MetricDeclaration by(MetricLabel... by) {
    return new MetricDeclaration(name, kind, unit, meaning, List.of(by));
  }

  /** Returns the name in the Prometheus format, such as {@code reprise_ingest_inflight_bytes}. */
  public String published() {
    var named = NAMING.name(name, kind.type(), unit.suffix());
    return kind == MetricKind.COUNTER ? named + "_total" : named;
  }

  /** Returns the names of all series of this metric in a scrape. */
  public List<String> series() {
    return kind.suffixes().stream().map(suffix -> published() + suffix).toList();
  }

  /**
   * Registers a gauge. The registry refers to {@code source} weakly, so the caller must keep it.
   */
  public <T> void gauge(
      MeterRegistry registry, T source, ToDoubleFunction<T> value, String... labelValues) {
    require(MetricKind.GAUGE);
    Gauge.builder(name, source, value)
        .description(meaning)
        .baseUnit(unit.suffix())
        .tags(tags(labelValues))
        .register(registry);
  }

  /** Registers gauges with label values that change, and returns the object that sets them. */
  public MetricRows rows(MeterRegistry registry) {
    require(MetricKind.GAUGE);
    return new MetricRows(
        MultiGauge.builder(name).description(meaning).baseUnit(unit.suffix()).register(registry),
        this::tags);
  }

  /** Registers a counter, or returns the one that exists with these label values. */
  public Counter counter(MeterRegistry registry, String... labelValues) {
    require(MetricKind.COUNTER);
    return Counter.builder(name)
        .description(meaning)
        .baseUnit(unit.suffix())
        .tags(tags(labelValues))
        .register(registry);
  }

  /**
   * Registers a counter whose value the code counts already. The registry refers to {@code source}
   * weakly, so the caller must keep it.
   */
  public <T> void counter(
      MeterRegistry registry, T source, ToDoubleFunction<T> value, String... labelValues) {
    require(MetricKind.COUNTER);
    FunctionCounter.builder(name, source, value)
        .description(meaning)
        .baseUnit(unit.suffix())
        .tags(tags(labelValues))
        .register(registry);
  }

  /** Registers a timer, or returns the one that exists with these label values. */
  public Timer timer(MeterRegistry registry, String... labelValues) {
    var timer = Timer.builder(name).description(meaning).tags(tags(labelValues));
    return (kind == MetricKind.HISTOGRAM ? timer.serviceLevelObjectives(BUCKETS) : timer)
        .register(registry);
  }

  private void require(MetricKind wanted) {
    if (kind != wanted) {
      throw new IllegalStateException("%s is declared as %s".formatted(name, kind));
    }
  }

  private Tags tags(String... values) {
    if (values.length != labels.size()) {
      throw new IllegalArgumentException(
          "%s has %d labels, but %d values were given"
              .formatted(name, labels.size(), values.length));
    }
    var tags = new ArrayList<Tag>();
    for (int i = 0; i < values.length; i++) {
      tags.add(Tag.of(labels.get(i).name(), values[i]));
    }
    return Tags.of(tags);
  }
}
