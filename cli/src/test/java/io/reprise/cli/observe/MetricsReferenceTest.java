package io.reprise.cli.observe;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.runtime.metric.JvmMetric;
import io.reprise.runtime.metric.MetricDeclaration;
import io.reprise.runtime.metric.MetricKind;
import io.reprise.runtime.metric.MetricUnit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Holds docs/metrics.md, and the metrics that pages name, against the declared metrics. */
class MetricsReferenceTest {
  private static final Path ROOT =
      Path.of(System.getProperty("basedir", "")).toAbsolutePath().resolve("..").normalize();
  private static final Pattern NAME =
      Pattern.compile(
          "`(reprise_(?:worker|replays?|delivery|ingest|archive|compactor|store|kafka|trace)_[a-z_]+)");
  private static final List<String> OTHER_UNITS =
      List.of("_milliseconds", "_millis", "_ms", "_minutes", "_hours", "_kib", "_mib", "_percent");
  private static final String WRITE = "reprise.writeMetricsReference";
  private static final String COMMAND =
      "./mvnw -B -pl cli -am test -Dtest=MetricsReferenceTest"
          + " -Dsurefire.failIfNoSpecifiedTests=false -D"
          + WRITE
          + "=true";
  private static final String INTRODUCTION =
      """
      # Metrics

      This page is generated from the declarations in the code. Do not edit it: change the declaration of a metric, then run

      ```
      %s
      ```

      Every service answers `GET /metrics` in the Prometheus text format. Units are base units: seconds, bytes, shares between 0
      and 1. A metric without a unit counts the things that its meaning names. No label contains a user, a key, an offset or the id
      of an event. What bounds the values of each label is in the table.

      A *counter* only rises, from 0 at the start of the process. A *timer* has the series `_count`, `_sum` and `_max`; `_max` is the
      longest of the last minutes. A *histogram* is a timer that has `_bucket` too.

      The metrics of Kafka clients are read from Kafka's JMX reporter. They are absent if the setting `metric.reporters` of the clients
      leaves out `org.apache.kafka.common.metrics.JmxReporter`. Clients that exist only for a range or some shards report none.
      """;

  @Test
  void thePageSaysWhatTheDeclarationsSay() throws IOException {
    var file = ROOT.resolve("docs/metrics.md");
    var expected = text();
    if (Boolean.getBoolean(WRITE)) {
      Files.writeString(file, expected);
    }
    assertThat(Files.exists(file) ? Files.readString(file) : "")
        .as("%s differs from the declarations. Regenerate it: %s", file, COMMAND)
        .isEqualTo(expected);
  }

  @Test
  void namesAreUniqueInBaseUnitsAndBeginWithTheProject() {
    var names = PublishedMetrics.all().map(MetricDeclaration::published).toList();

    assertThat(names).doesNotHaveDuplicates();
    assertThat(names).noneMatch(name -> OTHER_UNITS.stream().anyMatch(name::endsWith));
    assertThat(PublishedMetrics.ALL)
        .filteredOn(group -> !group.title().endsWith("of every service"))
        .hasSize(6)
        .allSatisfy(
            group ->
                assertThat(group.metrics())
                    .allMatch(metric -> metric.published().startsWith("reprise_")));
  }

  @Test
  void onlyTheJvmsPoolsHaveIds() {
    var jvm = Arrays.stream(JvmMetric.values()).map(JvmMetric::declaration).toList();

    assertThat(PublishedMetrics.all().filter(metric -> !jvm.contains(metric)))
        .noneMatch(metric -> metric.labels().stream().anyMatch(by -> by.name().equals("id")));
  }

  @Test
  void everyMetricThatAPageNamesIsDeclared() throws IOException {
    var declared = new TreeSet<String>(PublishedMetrics.series());
    PublishedMetrics.all().map(MetricDeclaration::published).forEach(declared::add);
    assertThat(namedInPages()).isNotEmpty().isSubsetOf(declared);
  }

  @Test
  void theKindsHaveTheSeriesThatThePageNames() {
    assertThat(MetricKind.values()).hasSize(4);
    assertThat(MetricDeclaration.histogram("a.wait", "a wait").series())
        .containsExactly(
            "a_wait_seconds_count",
            "a_wait_seconds_sum",
            "a_wait_seconds_max",
            "a_wait_seconds_bucket");
    assertThat(MetricDeclaration.counter("a.size", "a size").in(MetricUnit.BYTES).series())
        .containsExactly("a_size_bytes_total");
  }

  private static Set<String> namedInPages() throws IOException {
    var named = new TreeSet<String>();
    try (var pages = Files.walk(ROOT.resolve("docs"))) {
      for (var page : pages.filter(path -> path.toString().endsWith(".md")).toList()) {
        NAME.matcher(Files.readString(page)).results().forEach(found -> named.add(found.group(1)));
      }
    }
    return named;
  }

  private static String text() {
    var lines = new ArrayList<String>();
    lines.add(INTRODUCTION.formatted(COMMAND));
    for (var group : PublishedMetrics.ALL) {
      lines.add("## " + group.title() + "\n");
      lines.add("| metric | kind | unit | labels | meaning |");
      lines.add("|---|---|---|---|---|");
      group.metrics().forEach(metric -> lines.add(line(metric)));
      lines.add("");
    }
    return String.join("\n", lines).stripTrailing() + "\n";
  }

  private static String line(MetricDeclaration metric) {
    return "| `%s` | %s | %s | %s | %s |"
        .formatted(
            metric.published(),
            lower(metric.kind()),
            metric.unit() == MetricUnit.COUNT ? "" : lower(metric.unit()),
            metric.labels().stream()
                .map(label -> "`%s`: %s".formatted(label.name(), label.values()))
                .collect(joining("; ")),
            metric.meaning());
  }

  private static String lower(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
