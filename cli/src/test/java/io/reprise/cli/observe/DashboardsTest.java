package io.reprise.cli.observe;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds the Grafana dashboards against the declared metrics and their labels. */
class DashboardsTest {
  private static final Path DASHBOARDS =
      Path.of(System.getProperty("basedir", ""))
          .toAbsolutePath()
          .resolve("../deploy/observability/dashboards")
          .normalize();
  private static final Pattern LABEL_VALUES = Pattern.compile("label_values\\((\\w+), (\\w+)\\)");
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{?(?!__)(\\w+)}?");
  private static final Pattern LEGEND = Pattern.compile("\\{\\{(\\w+)}}");

  /** Labels that Prometheus adds to every series. */
  private static final Set<String> OF_PROMETHEUS = Set.of("job", "instance");

  static List<Path> dashboards() throws IOException {
    try (var files = Files.list(DASHBOARDS)) {
      return files.filter(file -> file.toString().endsWith(".json")).sorted().toList();
    }
  }

  private static JsonNode read(Path file) throws IOException {
    return new ObjectMapper().readTree(file.toFile());
  }

  @Test
  void thereIsOneDashboardForEachQuestionAndNoIdTwice() throws IOException {
    var ids = new TreeSet<String>();
    for (var file : dashboards()) {
      assertThat(ids.add(read(file).path("uid").asText())).as("uid of %s", file).isTrue();
    }
    assertThat(ids)
        .containsExactly(
            "reprise-archive",
            "reprise-compaction",
            "reprise-ingest",
            "reprise-overview",
            "reprise-replay",
            "reprise-workers");
  }

  @ParameterizedTest
  @MethodSource("dashboards")
  void everyPanelHasATitleADescriptionAPlaceAndAQuery(Path file) throws IOException {
    var dashboard = read(file);
    var ids = new HashSet<Integer>();
    assertThat(dashboard.path("schemaVersion").asInt()).isPositive();
    assertThat(dashboard.path("panels").size()).isGreaterThan(4);
    for (var panel : dashboard.path("panels")) {
      assertThat(ids.add(panel.path("id").asInt())).isTrue();
      assertThat(panel.path("title").asText()).isNotBlank();
      assertThat(panel.path("description").asText()).endsWith(".");
      assertThat(panel.path("gridPos").path("x").asInt() + panel.path("gridPos").path("w").asInt())
          .isBetween(1, 24);
      assertThat(panel.path("targets").size()).isPositive();
    }
  }

  @ParameterizedTest
  @MethodSource("dashboards")
  void everyMetricAndLabelOfAQueryIsDeclared(Path file) throws IOException {
    for (var panel : read(file).path("panels")) {
      for (var target : panel.path("targets")) {
        var query = target.path("expr").asText();
        var named = QueriedMetrics.of(query);
        assertThat(named).as(query).isSubsetOf(PublishedMetrics.series());
        LEGEND
            .matcher(target.path("legendFormat").asText())
            .results()
            .map(found -> found.group(1))
            .filter(label -> !OF_PROMETHEUS.contains(label))
            .forEach(
                label ->
                    assertThat(named)
                        .as("metrics of %s, with label %s", query, label)
                        .allMatch(series -> PublishedMetrics.labels(series).contains(label)));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("dashboards")
  void everyVariableIsDefined(Path file) throws IOException {
    var dashboard = read(file);
    var defined = new TreeSet<String>();
    for (var variable : dashboard.path("templating").path("list")) {
      defined.add(variable.path("name").asText());
      var values = LABEL_VALUES.matcher(variable.path("definition").asText());
      if (values.matches()) {
        assertThat(PublishedMetrics.series()).contains(values.group(1));
        assertThat(PublishedMetrics.labels(values.group(1))).contains(values.group(2));
      }
    }
    var used = new TreeSet<String>();
    VARIABLE.matcher(dashboard.toString()).results().forEach(found -> used.add(found.group(1)));
    assertThat(used).isSubsetOf(defined);
  }
}
