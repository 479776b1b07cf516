package io.reprise.cli.observe;

import io.reprise.archiver.observe.ArchiverMetric;
import io.reprise.compactor.observe.CompactorMetric;
import io.reprise.ingest.service.observe.IngestMetric;
import io.reprise.replay.WorkerMetric;
import io.reprise.runtime.metric.DeclaredMetric;
import io.reprise.runtime.metric.HttpMetric;
import io.reprise.runtime.metric.JvmMetric;
import io.reprise.runtime.metric.KafkaClientMetric;
import io.reprise.runtime.metric.MetricDeclaration;
import io.reprise.runtime.metric.MetricLabel;
import io.reprise.runtime.metric.ObjectStoreMetric;
import io.reprise.runtime.metric.TraceMetric;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A group of metrics that some or all services publish.
 *
 * @param title the heading of its table
 * @param metrics the declarations, in the order of the table
 */
record PublishedMetrics(String title, List<MetricDeclaration> metrics) {
  static final List<PublishedMetrics> ALL =
      List.of(
          of("Replay worker", WorkerMetric.values()),
          of("Ingest", IngestMetric.values()),
          of("Archiver", ArchiverMetric.values()),
          of("Compactor", CompactorMetric.values()),
          of(
              "Object store requests of archiver, of workers and compactors with an archive",
              ObjectStoreMetric.values()),
          of("Kafka clients of every service", KafkaClientMetric.values()),
          of("HTTP server of every service", HttpMetric.values()),
          of("Traces of ingest and workers that trace", TraceMetric.values()),
          of("JVM of every service", JvmMetric.values()));

  private static PublishedMetrics of(String title, DeclaredMetric[] metrics) {
    return new PublishedMetrics(
        title, Arrays.stream(metrics).map(DeclaredMetric::declaration).toList());
  }

  static Stream<MetricDeclaration> all() {
    return ALL.stream().flatMap(group -> group.metrics().stream());
  }

  /** Returns the names of all series that a scrape of a service may contain. */
  static Set<String> series() {
    return all().flatMap(metric -> metric.series().stream()).collect(Collectors.toSet());
  }

  /** Returns the labels of the metric that has a series with this name. */
  static Set<String> labels(String series) {
    return all()
        .filter(metric -> metric.series().contains(series))
        .flatMap(metric -> metric.labels().stream())
        .map(MetricLabel::name)
        .collect(Collectors.toSet());
  }
}
